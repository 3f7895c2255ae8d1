import { useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';

const [WIDTH, HEIGHT] = [320, 26];

/** How far of the way to the target a group has come, beside how far it should be by today. */
export function WayToTarget({ progress, expected }: { readonly progress: number | null; readonly expected: number | null }) {
  const t = useWords();
  const numbers = useNumbers();
  if (progress === null || expected === null) return null;
  const says = t('home.cycle.way', { progress: numbers.share(progress), expected: numbers.share(expected) });
  const come = Math.min(1, Math.max(0, progress)) * WIDTH;
  const should = Math.min(1, Math.max(0, expected)) * WIDTH;
  return (
    <figure className="way">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={says}>
        <rect className="track" x="0" y="9" width={WIDTH} height="8" rx="4" />
        <rect className="come" x="0" y="9" width={come} height="8" rx="4" />
        <path className="should" d={`M${should} 3v20`} />
      </svg>
      <figcaption>{says}</figcaption>
    </figure>
  );
}
