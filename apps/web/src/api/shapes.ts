import type { paths } from './openapi.js';

type Json<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : never;
type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: infer Answer } } }
  ? Json<Answer>
  : never;

export type CyclesPage = Got<'/api/interventions/v1/cycles'>;
export type Cycle = CyclesPage['items'][number];
export type ReflectionsPage = Got<'/api/reporting/v1/cycles'>;
export type ReflectionLine = ReflectionsPage['items'][number];
export type Reflection = Got<'/api/reporting/v1/cycles/{cycleId}/reflection'>;
export type ReflectionChange = Got<'/api/reporting/v1/cycles/{cycleId}/reflection/history'>['items'][number];
export type Gaps = Got<'/api/diagnostics/v1/gaps'>;
export type Group = Gaps['groups'][number];
export type Comparison = Gaps['comparisons'][number];
export type Indicator = Got<'/api/diagnostics/v1/indicators'>['items'][number];
export type Scope = Got<'/api/diagnostics/v1/scope'>;
export type School = Scope['schools'][number];
export type Statement = Got<'/api/diagnostics/v1/problem-statements'>['items'][number];
export type LogEntry = Got<'/api/interventions/v1/cycles/{id}/log'>['items'][number];
export type Reports = Got<'/api/feedback/v1/frontline-reports'>;
export type Upload = Got<'/api/ingestion/v1/uploads/{uploadId}'>;
export type QuarantineRow = Got<'/api/ingestion/v1/uploads/{uploadId}/quarantine'>['items'][number];
