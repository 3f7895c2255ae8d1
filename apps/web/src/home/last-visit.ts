import { remember, remembered } from '../drafts/remembered.js';

/** How far somebody had seen each cycle when they were last here. */
export interface LastVisit {
  readonly at: number;
  readonly cycles: Readonly<
    Record<string, { readonly sequence: number; readonly gap: number | null; readonly onTrack: boolean | null }>
  >;
}

const VISIT_GAP_MS = 30 * 60_000; // within half an hour it is the same visit
let before: LastVisit | undefined;
let loadedFor: string | undefined;

/** The visit before this one. */
export function lastVisit(district: string): LastVisit | undefined {
  if (loadedFor !== district) {
    loadedFor = district;
    before = parse(remembered(`visit.${district}`));
  }
  return before;
}

/** Remembers what is seen now; what the last visit saw stays until this one has lasted. */
export function noteVisit(district: string, cycles: LastVisit['cycles'], now: number): void {
  const last = lastVisit(district);
  if (last !== undefined && now - last.at < VISIT_GAP_MS) return;
  remember(`visit.${district}`, JSON.stringify({ at: now, cycles } satisfies LastVisit));
}

function parse(text: string | undefined): LastVisit | undefined {
  try {
    const visit: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof visit === 'object' && visit !== null && 'at' in visit && 'cycles' in visit
      ? (visit as LastVisit)
      : undefined;
  } catch {
    return undefined;
  }
}
