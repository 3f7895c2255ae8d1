import type { Principal } from '@evenground/auth';
import type { ReflectionChange, ReflectionSummary, ReflectionView } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { throughGate } from '@evenground/disclosure';
import { type PageAnswer, pageOf, problem } from '@evenground/http';
import { type HistoryDocument, cycleKey, historyId, reflectionHistory, reflections } from '../reflection-documents.js';
import { type VisibleCycle, hasReflection, isVisible, visibleCycle } from './find-cycle.js';
import { seesEverything, shownReflection } from './shown-reflection.js';

export interface ListRequest {
  readonly limit: number;
  readonly after?: string;
}

/** Reads reflections as they are stored, and shows what the caller may see. */
export class ShowReflection {
  constructor(private readonly store: DocumentStore) {}

  async one(principal: Principal, cycleId: string, district?: string): Promise<ReflectionView> {
    const { document, isUnsuppressed } = await visibleCycle(this.store, principal, cycleId, district);
    return shownReflection(document.reflection, isUnsuppressed);
  }

  async list(principal: Principal, district: string, request: ListRequest): Promise<PageAnswer<ReflectionSummary>> {
    const page = await this.visible(principal, district, request);
    return pageOf(page.items.map(summaryOf), page.next);
  }

  /** Changes, oldest first. */
  async history(
    principal: Principal,
    cycleId: string,
    request: ListRequest & { readonly district?: string },
  ): Promise<PageAnswer<ReflectionChange>> {
    const visible = await visibleCycle(this.store, principal, cycleId, request.district);
    const after = request.after === undefined ? 0 : sequenceOfCursor(request.after);
    const until = Math.min(visible.document.sequence, after + request.limit);
    const items = await changesAfter(this.store, visible, after, until);
    return pageOf(items, until < visible.document.sequence ? String(until) : null);
  }

  /** The cycles of a district that the caller may see, a page of them. */
  async visible(
    principal: Principal,
    district: string,
    request: ListRequest,
  ): Promise<{ readonly items: readonly VisibleCycle[]; readonly next: string | null }> {
    const items: VisibleCycle[] = [];
    let from = request.after;
    for (;;) {
      const range = { equals: [district], ...(from !== undefined && { from }) };
      const page = await this.store.find(reflections, 'by-district', range, { limit: 200 });
      for (const { body } of page.items) {
        if (body.cycleId === from || !hasReflection(body) || !isVisible(principal, body)) continue;
        const last = items.at(-1);
        if (items.length === request.limit && last !== undefined) return { items, next: last.document.cycleId };
        items.push({ document: body, isUnsuppressed: seesEverything(principal, body.scope) });
      }
      from = page.items.at(-1)?.body.cycleId;
      if (page.next === undefined || from === undefined) return { items, next: null };
    }
  }
}

/** The entries of the history in (after, until], as the caller may see them. */
export async function changesAfter(
  store: DocumentStore,
  { document, isUnsuppressed }: VisibleCycle,
  after: number,
  until: number,
): Promise<readonly ReflectionChange[]> {
  const key = cycleKey(document.district, document.cycleId);
  // The entry before them is read too, for what the first of them changed.
  const ids = Array.from({ length: Math.max(0, until - after) + 1 }, (_, at) => historyId(key, after + at));
  const [first, ...entries] = await store.load(reflectionHistory, ids);
  let before = first && shownReflection(first.body.reflection, isUnsuppressed);
  return entries.flatMap((entry) => {
    if (entry === undefined) return [];
    const change = changeOf(entry.body, before?.gap ?? null, isUnsuppressed);
    before = change.reflection;
    return change;
  });
}

function changeOf(entry: HistoryDocument, gapBefore: ReflectionView['gap'], isUnsuppressed: boolean): ReflectionChange {
  const { district, cycleId, sequence, cause } = entry;
  const reflection = shownReflection(entry.reflection, isUnsuppressed);
  const change: ReflectionChange = { district, cycleId, sequence, reflection, before: { gap: gapBefore }, cause };
  return throughGate(change, isUnsuppressed, (shown) => shown); // made of reflections that came through it
}

function summaryOf({ document, isUnsuppressed }: VisibleCycle): ReflectionSummary {
  const shown = shownReflection(document.reflection, isUnsuppressed);
  const summary: ReflectionSummary = {
    ...{ cycleId: shown.cycleId, title: shown.title, area: document.area, stage: shown.stage },
    ...{ indicator: shown.indicator, sentence: shown.sentence, gap: shown.gap },
    ...{ progress: shown.progress, expectedProgress: shown.expectedProgress, onTrack: shown.onTrack },
    fidelityLevel: shown.fidelity.level,
    recommendation: shown.recommendation?.kind ?? null,
    ...{ suppressed: shown.suppressed, asOf: shown.asOf },
  };
  return throughGate(summary, isUnsuppressed, (line) => line); // made of a reflection that came through it
}

function sequenceOfCursor(after: string): number {
  if (!/^\d{1,10}$/.test(after)) {
    throw problem(400, 'query/invalid', 'after: the `next` of the page before, unchanged', {
      field: 'after',
      was: after,
    });
  }
  return Number(after);
}
