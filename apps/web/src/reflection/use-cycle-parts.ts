import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/api.js';
import { allPages } from '../home/use-cycles.js';
import { usePlace } from '../session/place.js';

const REFRESH_MS = 20_000;
const NEWEST = 200;

export function useCycle(cycleId: string) {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['cycle', district, cycleId],
    refetchInterval: REFRESH_MS,
    queryFn: () =>
      dataOf(api.GET('/api/interventions/v1/cycles/{id}', { params: { path: { id: cycleId }, query: { district } } })),
  });
}

/** The statement that the cycle adopted. */
export function useStatement(cycleId: string) {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['statements', district, cycleId],
    queryFn: async () => {
      const { items } = await dataOf(
        api.GET('/api/diagnostics/v1/problem-statements', { params: { query: { district, cycleId } } }),
      );
      return items.find(({ state }) => state === 'adopted') ?? null;
    },
  });
}

/** Voices from the front line: of a cycle, or of all that the caller may read. */
export function useReports(cycleId?: string) {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['reports', district, cycleId],
    refetchInterval: REFRESH_MS,
    queryFn: () => dataOf(api.GET('/api/feedback/v1/frontline-reports', { params: { query: { district, cycleId } } })),
  });
}

/** The decision log, the newest entry first. */
export function useLog(cycleId: string) {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['log', district, cycleId],
    refetchInterval: REFRESH_MS,
    queryFn: async () => {
      const entries = await allPages((after) =>
        dataOf(
          api.GET('/api/interventions/v1/cycles/{id}/log', {
            params: { path: { id: cycleId }, query: { district, limit: NEWEST, after } },
          }),
        ),
      );
      return [...entries].sort((a, b) => b.seq - a.seq);
    },
  });
}
