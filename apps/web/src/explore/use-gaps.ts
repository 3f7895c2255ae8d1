import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/api.js';
import type { Gaps } from '../api/shapes.js';
import { usePlace } from '../session/place.js';
import { type View, questionOf } from './view.js';

const REFRESH_MS = 10_000; // new data show by themselves

export function useScope() {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['scope', district],
    queryFn: () => dataOf(api.GET('/api/diagnostics/v1/scope', { params: { query: { district } } })),
  });
}

export function useIndicators() {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['indicators', district],
    queryFn: () => dataOf(api.GET('/api/diagnostics/v1/indicators', { params: { query: { district } } })),
  });
}

export function usePeriods(indicator: string) {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['periods', district, indicator],
    queryFn: () => dataOf(api.GET('/api/diagnostics/v1/periods', { params: { query: { district, indicator } } })),
  });
}

const gapsQuery = (view: View, district: string) => ({
  queryKey: ['gaps', questionOf(view, district)],
  queryFn: (): Promise<Gaps> =>
    dataOf(api.GET('/api/diagnostics/v1/gaps', { params: { query: questionOf(view, district) } })),
});

export function useGaps(view: View) {
  const { district } = usePlace();
  return useQuery({ ...gapsQuery(view, district), refetchInterval: REFRESH_MS, placeholderData: keepPreviousData });
}

/** Several questions at once, such as one per school or period. */
export function useManyGaps(views: readonly View[]) {
  const { district } = usePlace();
  return useQueries({ queries: views.map((view) => gapsQuery(view, district)) });
}
