import { useEffect, useRef, useState } from 'react';
import type { StreamState } from '../api/event-stream.js';
import type { Reflection } from '../api/shapes.js';
import { useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';

const ANNOUNCED_AT_MOST_EVERY_MS = 15_000; // a screen reader is told, not flooded

/** That the page moves, how far it is, and (spoken politely, now and then) where things stand. */
export function LiveNote({ reflection, stream }: { readonly reflection: Reflection; readonly stream: StreamState }) {
  const t = useWords();
  const measure = useMeasures()(reflection.indicator);
  const { asOf, current, gap, onTrack } = reflection;
  const track = t(onTrack === null ? 'track.early' : onTrack ? 'track.on' : 'track.off');
  const says = t('reflection.announce', {
    value: measure?.said(current?.value) ?? '–',
    gap: measure?.gap(gap?.current) ?? '–',
    track,
  });
  return (
    <div className={`live ${stream}`}>
      <p>
        <span className="pulse" aria-hidden="true" />
        {t(
          stream === 'live' ? 'reflection.live' : stream === 'waiting' ? 'reflection.waiting' : 'reflection.connecting',
        )}{' '}
        {asOf.occurredAt && (
          <span className="sequence" data-sequence={asOf.sequence}>
            {t('reflection.updated', { sequence: asOf.sequence, time: new Date(asOf.occurredAt) })}
          </span>
        )}
      </p>
      {measure && <Announcement says={says} />}
    </div>
  );
}

/** Speaks the newest words, at most every fifteen seconds, and not what was there when the page was opened. */
function Announcement({ says }: { readonly says: string }) {
  const [spoken, setSpoken] = useState('');
  const last = useRef({ says, at: 0 });
  useEffect(() => {
    if (last.current.says === says) return;
    const wait = Math.max(0, last.current.at + ANNOUNCED_AT_MOST_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      last.current = { says, at: Date.now() };
      setSpoken(says);
    }, wait);
    return () => clearTimeout(timer);
  }, [says]);
  return (
    <p className="hidden" aria-live="polite">
      {spoken}
    </p>
  );
}
