import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { remember, remembered } from '../drafts/remembered.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import { AskDistrict } from './ask-district.js';
import { NoDistrict } from './no-district.js';
import { type Place, PlaceContext } from './place.js';
import { SessionEnded } from './session-ended.js';
import { useSession } from './use-session.js';
import { whoIs } from './who.js';

/** Shows what is in it to somebody who is signed in, and keeps it there when the sign-in ends. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const { status } = useSession();
  const who = useQuery({
    queryKey: ['who'],
    queryFn: () => whoIs(),
    enabled: status === 'signed-in',
    staleTime: 60_000,
  });
  const [search] = useSearchParams();
  const [chosen, setChosen] = useState(() => search.get('district') ?? remembered('district'));
  const known = who.data?.districts ?? [];
  const isHeld = chosen !== undefined && (who.data?.isForEveryDistrict === true || known.includes(chosen));
  const district = isHeld ? chosen : known.length === 1 || who.data?.isForEveryDistrict !== true ? known[0] : undefined;
  useEffect(() => {
    if (isHeld) remember('district', chosen); // one that came by a link too: a reload stays there
  }, [isHeld, chosen]);
  const place = useMemo<Place | undefined>(
    () =>
      who.data && district !== undefined
        ? {
            ...{ who: who.data, district },
            move: setChosen,
          }
        : undefined,
    [who.data, district],
  );
  return (
    <>
      {place ? (
        <PlaceContext value={place}>{children}</PlaceContext>
      ) : who.data && known.length === 0 && !who.data.isForEveryDistrict ? (
        <NoDistrict />
      ) : who.data ? (
        <AskDistrict known={known} onChosen={setChosen} />
      ) : who.failureReason ? (
        <main className="narrow">
          <ProblemNote error={who.failureReason} onAgain={() => void who.refetch()} />
        </main>
      ) : (
        <Loading />
      )}
      {status === 'ended' && <SessionEnded />}
    </>
  );
}
