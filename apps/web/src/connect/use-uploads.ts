import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/api.js';
import type { Upload } from '../api/shapes.js';
import { allPages } from '../home/use-cycles.js';
import { usePlace } from '../session/place.js';

const SOON_MS = 700;
const LATER_MS = 10_000;

/** The files of the district, the newest first. */
export function useUploads() {
  const { district } = usePlace();
  return useQuery({
    queryKey: ['uploads', district],
    refetchInterval: LATER_MS,
    queryFn: async () => {
      const uploads = await allPages((after) =>
        dataOf(api.GET('/api/ingestion/v1/uploads', { params: { query: { district, limit: 200, after } } })),
      );
      return [...uploads].filter(({ format }) => format !== 'records').reverse();
    },
  });
}

/** One file, looked at often until all numbers include it. */
export function useUpload(uploadId: string) {
  return useQuery({
    queryKey: ['upload', uploadId],
    refetchInterval: ({ state }) => (isSettled(state.data) ? LATER_MS : SOON_MS),
    queryFn: () => dataOf(api.GET('/api/ingestion/v1/uploads/{uploadId}', { params: { path: { uploadId } } })),
  });
}

export function useQuarantine(uploadId: string, quarantined: number) {
  return useQuery({
    queryKey: ['quarantine', uploadId, quarantined],
    queryFn: () =>
      allPages((after) =>
        dataOf(
          api.GET('/api/ingestion/v1/uploads/{uploadId}/quarantine', {
            params: { path: { uploadId }, query: { limit: 200, after } },
          }),
        ),
      ),
  });
}

function isSettled(upload: Upload | undefined): boolean {
  if (upload === undefined) return false;
  return upload.status === 'completed'
    ? upload.visible
    : upload.status === 'failed' || upload.status === 'needs-confirmation';
}
