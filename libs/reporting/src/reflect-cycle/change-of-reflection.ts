import type { Reflection, ReflectionChanged } from '@evenground/contracts';
import type { OutgoingEvent, Write } from '@evenground/document-store';
import { type CycleInputs, adoptedStatement } from '../domain/cycle-inputs.js';
import { reflect } from '../domain/reflect.js';
import {
  type HistoryDocument,
  type ReflectionDocument,
  historyId,
  reflectionHistory,
  reflections,
} from '../reflection-documents.js';
import type { CycleState } from './cycle-state.js';

export const REFLECTIONS_TOPIC = 'reporting.reflections';

/** Why a reflection is looked at again: an event, or that a day has passed. */
export interface Cause extends Readonly<ReflectionChanged['cause']> {
  readonly correlationId: string;
  readonly causationId?: string;
}

export interface ChangeOfReflection {
  readonly writes: readonly Write[];
  readonly publish: readonly OutgoingEvent[];
}

/**
 * The reflection of `inputs`, and what a commit must carry: the head always, because a commit that was made from older
 * inputs must be fenced by its version; entry of the history and event only where something but `asOf` differs.
 */
export function changeOfReflection(
  state: CycleState,
  owner: { readonly district: string; readonly cycleId: string },
  inputs: CycleInputs,
  options: { readonly date: string; readonly cause: Cause; readonly generation: number },
): ChangeOfReflection {
  const known = state.head?.body;
  const before = known?.reflection ?? null;
  const next = reflect(inputs, options.date);
  const isChanged = next !== null && !isSameReflection(before, next);
  const { correlationId, causationId, ...cause } = options.cause;
  const sequence = (known?.sequence ?? 0) + (isChanged ? 1 : 0);
  const after = isChanged ? { ...next, asOf: { ...next.asOf, ...asOfCause(cause), sequence } } : before;
  const head: ReflectionDocument = {
    ...owner,
    generation: options.generation,
    sequence,
    reflection: after,
    ...scopeOf(inputs),
    touched: touchedBy(known?.touched ?? {}, inputs),
  };
  const headWrite: Write = { collection: reflections, id: state.key, expected: state.head?.version ?? 0, body: head };
  if (!isChanged || after === null) return { writes: [headWrite], publish: [] };
  const entry: HistoryDocument = { ...owner, sequence, reflection: after, cause };
  const id = historyId(state.key, sequence);
  const data: ReflectionChanged = { ...owner, sequence, before, after, cause };
  return {
    writes: [headWrite, { collection: reflectionHistory, id, expected: 0, body: entry }],
    publish: [
      {
        topic: REFLECTIONS_TOPIC,
        stream: state.key,
        type: 'reflection.changed',
        data,
        correlationId,
        ...(causationId !== undefined && { causationId }),
      },
    ],
  };
}

/** Whether two reflections say the same; when and why they were looked at does not count. */
export function isSameReflection(one: Reflection | null, other: Reflection | null): boolean {
  return withoutAsOf(one) === withoutAsOf(other);
}

function withoutAsOf(reflection: Reflection | null): string {
  return JSON.stringify(reflection === null ? null : { ...reflection, asOf: null });
}

function asOfCause(cause: ReflectionChanged['cause']): Pick<Reflection['asOf'], 'eventId' | 'occurredAt'> {
  return { eventId: cause.eventId, occurredAt: cause.occurredAt };
}

function scopeOf(inputs: CycleInputs): Pick<ReflectionDocument, 'area' | 'scope' | 'tracked'> {
  const cycle = inputs.cycle?.content;
  const stated = adoptedStatement(inputs)?.indicator;
  const measured = inputs.measured?.content.measures.map(({ indicator }) => indicator) ?? [];
  return {
    area: cycle?.area ?? null,
    scope: cycle === undefined ? null : { level: cycle.level, schoolIds: cycle.schoolIds },
    tracked: [...new Set([...(stated === undefined ? [] : [stated]), ...measured])].sort(),
  };
}

function touchedBy(known: ReflectionDocument['touched'], inputs: CycleInputs): ReflectionDocument['touched'] {
  const touched = { ...known };
  for (const { topic, stream, sequence } of inputs.measured?.content.includes ?? []) {
    if (topic === 'diagnostics.touched') touched[stream] = Math.max(touched[stream] ?? 0, sequence);
  }
  return touched;
}
