import type { DeliveredAtSchool, FidelityCheck, MeasuresMeasured, TrackedMeasure } from '@evenground/contracts';
import { type CycleInputs, NO_INPUTS, type ReportState, type Said } from './cycle-inputs.js';

/** A piece of a cycle's inputs, small enough for one document. */
export type InputsPart =
  | { readonly kind: 'facts'; readonly facts: Pick<CycleInputs, 'cycle' | 'statements' | 'resets'> }
  | { readonly kind: 'measured'; readonly measured: Said<Omit<MeasuresMeasured, 'measures'>> }
  | { readonly kind: 'measures'; readonly measures: readonly TrackedMeasure[] }
  | {
      readonly kind: 'delivered';
      readonly interventionId: string;
      readonly delivered: Said<readonly DeliveredAtSchool[]>;
    }
  | { readonly kind: 'checks'; readonly interventionId: string; readonly checks: Said<readonly FidelityCheck[]> }
  | { readonly kind: 'reports'; readonly reports: readonly (readonly [string, ReportState])[] };

const PART_CHARACTERS = 100_000; // below the 256 KB of a document, whatever the characters are in UTF-8

/** The inputs in parts, by name; the same inputs make the same parts. */
export function partsOf(inputs: CycleInputs): ReadonlyMap<string, InputsPart> {
  const parts = new Map<string, InputsPart>();
  const { cycle, statements, resets, measured } = inputs;
  parts.set('facts', { kind: 'facts', facts: { cycle, statements, resets } });
  if (measured !== null) {
    const { measures, ...rest } = measured.content;
    parts.set('measured', { kind: 'measured', measured: { sequence: measured.sequence, content: rest } });
    inPieces(measures, (piece, at) => parts.set(`measures-${at}`, { kind: 'measures', measures: piece }));
  }
  for (const [interventionId, { sequence, content }] of Object.entries(inputs.delivered)) {
    inPieces(content, (piece, at) => {
      const delivered = { sequence, content: piece };
      parts.set(`delivered-${at}-${interventionId}`, { kind: 'delivered', interventionId, delivered });
    });
  }
  for (const [interventionId, { sequence, content }] of Object.entries(inputs.checks)) {
    inPieces(content, (piece, at) => {
      const checks = { sequence, content: piece };
      parts.set(`checks-${at}-${interventionId}`, { kind: 'checks', interventionId, checks });
    });
  }
  const reports = Object.entries(inputs.reports).sort(([a], [b]) => (a < b ? -1 : 1));
  if (reports.length > 0) {
    inPieces(reports, (piece, at) => parts.set(`reports-${at}`, { kind: 'reports', reports: piece }));
  }
  return parts;
}

/** The inputs again; `parts` in the order of their names. */
export function inputsOf(parts: readonly InputsPart[]): CycleInputs {
  const measures = parts.flatMap((part) => (part.kind === 'measures' ? part.measures : []));
  return parts.reduce<CycleInputs>((inputs, part) => {
    switch (part.kind) {
      case 'facts':
        return { ...inputs, ...part.facts };
      case 'measured':
        return { ...inputs, measured: { ...part.measured, content: { ...part.measured.content, measures } } };
      case 'measures':
        return inputs;
      case 'delivered': {
        const { sequence, content } = part.delivered;
        const known = inputs.delivered[part.interventionId]?.content ?? [];
        const whole = { sequence, content: [...known, ...content] };
        return { ...inputs, delivered: { ...inputs.delivered, [part.interventionId]: whole } };
      }
      case 'checks': {
        const { sequence, content } = part.checks;
        const known = inputs.checks[part.interventionId]?.content ?? [];
        const whole = { sequence, content: [...known, ...content] };
        return { ...inputs, checks: { ...inputs.checks, [part.interventionId]: whole } };
      }
      case 'reports':
        return { ...inputs, reports: { ...inputs.reports, ...Object.fromEntries(part.reports) } };
    }
  }, NO_INPUTS);
}

/** Numbered so that their names sort in order; at least one piece. */
function inPieces<Item>(items: readonly Item[], take: (piece: readonly Item[], at: string) => void): void {
  let piece: Item[] = [];
  let size = 0;
  let at = 0;
  const give = (): void => {
    take(piece, String(at).padStart(4, '0'));
    at += 1;
    piece = [];
    size = 0;
  };
  for (const item of items) {
    const itemSize = JSON.stringify(item).length;
    if (piece.length > 0 && size + itemSize > PART_CHARACTERS) give();
    piece.push(item);
    size += itemSize;
  }
  if (piece.length > 0 || at === 0) give();
}
