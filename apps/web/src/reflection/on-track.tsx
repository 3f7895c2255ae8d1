import { useWords } from '../language/language.js';

const SIGNS = {
  on: 'M3 8.5 6.5 12 13 4.5',
  off: 'M8 3v6M8 12.2v.8',
  early: 'M3 8h.01M8 8h.01M13 8h.01',
} as const;

/** Said in words and by a sign of its own shape; colour only helps. */
export function OnTrack({ onTrack }: { readonly onTrack: boolean | null }) {
  const t = useWords();
  const kind = onTrack === null ? 'early' : onTrack ? 'on' : 'off';
  return (
    <p className={`verdict ${kind}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={SIGNS[kind]} />
      </svg>
      {t(`track.${kind}`)}
    </p>
  );
}
