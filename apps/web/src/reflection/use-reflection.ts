import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, dataOf } from '../api/api.js';
import { type StreamState, followStream } from '../api/event-stream.js';
import type { Reflection, ReflectionChange } from '../api/shapes.js';
import { usePlace } from '../session/place.js';
import { session } from '../session/session.js';
import { useSession } from '../session/use-session.js';

/** A cycle's reflection as it is, and as it becomes while somebody watches. */
export function useReflection(cycleId: string) {
  const { district } = usePlace();
  const { status } = useSession();
  const client = useQueryClient();
  const [stream, setStream] = useState<StreamState>('connecting');
  const reflection = useQuery({
    queryKey: ['reflection', district, cycleId],
    queryFn: () =>
      dataOf(
        api.GET('/api/reporting/v1/cycles/{cycleId}/reflection', {
          params: { path: { cycleId }, query: { district } },
        }),
      ),
  });
  const isKnown = reflection.data !== undefined;
  useEffect(() => {
    if (!isKnown || status !== 'signed-in') return;
    const end = new AbortController();
    const address = `/api/reporting/v1/cycles/${encodeURIComponent(cycleId)}/reflection/stream?district=${encodeURIComponent(district)}`;
    void followStream({
      ...{ address, signal: end.signal, onState: setStream, token: () => session.token() },
      onRefused: (authorization) => session.refused(authorization),
      onEvent: ({ data }) => {
        const change = JSON.parse(data) as ReflectionChange;
        client.setQueryData<Reflection>(['reflection', district, cycleId], (known) =>
          known && known.asOf.sequence > change.sequence ? known : change.reflection,
        );
      },
    });
    return () => end.abort();
  }, [cycleId, district, isKnown, status, client]);
  return { reflection, stream };
}
