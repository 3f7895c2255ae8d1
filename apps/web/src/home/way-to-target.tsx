import { useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';

/** How far of the way to the target a group has come, beside how far it should be by today. */
export function WayToTarget({
  progress,
  expected,
}: {
  readonly progress: number | null;
  readonly expected: number | null;
}) {
  const t = useWords();
  const numbers = useNumbers();
  if (progress === null || expected === null) return null;
  const says = t(progress < 0 ? 'home.cycle.way.back' : 'home.cycle.way', {
    progress: numbers.share(progress),
    expected: numbers.share(expected),
  });
  const [come, should] = [progress, expected].map((share) => `${Math.min(1, Math.max(0, share)) * 100}%`);
  return (
    <figure className="way">
      <svg role="img" aria-label={says}>
        <rect className="track" x="0" y="9" width="100%" height="8" rx="4" />
        <rect className="come" x="0" y="9" width={come} height="8" rx="4" />
        <line className="should" x1={should} x2={should} y1="3" y2="23" />
      </svg>
      <figcaption>{says}</figcaption>
    </figure>
  );
}
