import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/api.js';
import type { Cycle, ReflectionLine } from '../api/shapes.js';
import { usePlace } from '../session/place.js';
import { isOpen } from './open-cycle.js';

/** A cycle with what its reflection says, which there may not be yet. */
export interface CycleSeen {
  readonly cycle: Cycle;
  readonly reflection: ReflectionLine | undefined;
}

const REFRESH_MS = 15_000;
const PAGE = 200;

/** The cycles of the district, open ones first, then by their next review. */
export function useCycles() {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['cycles', district],
    refetchInterval: REFRESH_MS,
    queryFn: async (): Promise<readonly CycleSeen[]> => {
      const [cycles, reflections] = await Promise.all([allCycles(district), allReflections(district)]);
      const byId = new Map(reflections.map((line) => [line.cycleId, line]));
      return cycles
        .map((cycle) => ({ cycle, reflection: byId.get(cycle.id) }))
        .sort((a, b) => order(a.cycle).localeCompare(order(b.cycle)));
    },
  });
}

async function allCycles(district: string): Promise<readonly Cycle[]> {
  return allPages((after) =>
    dataOf(api.GET('/api/interventions/v1/cycles', { params: { query: { district, limit: PAGE, after } } })),
  );
}

async function allReflections(district: string): Promise<readonly ReflectionLine[]> {
  return allPages((after) =>
    dataOf(api.GET('/api/reporting/v1/cycles', { params: { query: { district, limit: PAGE, after } } })),
  );
}

/** Follows a list to its end. */
export async function allPages<Item>(
  page: (after: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next?: string | null }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const answer = await page(after);
    items.push(...answer.items);
    after = answer.next ?? undefined;
  } while (after !== undefined);
  return items;
}

function order(cycle: Cycle): string {
  return `${isOpen(cycle) ? 0 : 1} ${cycle.reviewDueOn} ${cycle.title}`;
}
