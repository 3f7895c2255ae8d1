import type { DisclosurePolicy } from '@evenground/contracts';
import { percentCoding, type CodingRung } from '@evenground/statistics';

/** What a coded percent says: how it is written, and the counts of the outcome that fit it in a group of that size. */
export interface PercentCode {
  readonly display: string;
  readonly least: number;
  readonly most: number;
}

type CodingRules = Pick<DisclosurePolicy, 'minimumN' | 'ladder' | 'outcomeCandidates'>;

/**
 * The coded percent of a group.
 *
 * How it is coded depends on the group's size alone, since a code that depended on the outcome would tell of it: the
 * finest rung of the ladder on which every code that a small outcome (or a small rest) can have fits `outcomeCandidates`
 * such outcomes, so that not even a reader who knows the size and these rules narrows it further; where no rung does,
 * one code takes all small outcomes.
 *
 * @param n people, at least `minimumN`
 */
export function codePercent({ n, events }: { n: number; events: number }, rules: CodingRules): PercentCode {
  const coding = codingOf(n, rules);
  const whole = wholePercent(events, n);
  const { from, to, display } = coding.find((code) => whole >= code.from && whole <= code.to)!;
  return { display, ...countsWithin(n, from, to) };
}

/** A code: the whole percents it stands for. */
interface Code {
  readonly from: number;
  readonly to: number;
  readonly display: string;
}

const known = new WeakMap<object, Map<number, readonly Code[]>>();

function codingOf(n: number, rules: CodingRules): readonly Code[] {
  const ofRules = known.get(rules) ?? new Map<number, readonly Code[]>();
  known.set(rules, ofRules);
  const found = ofRules.get(n) ?? chooseCoding(n, rules);
  ofRules.set(n, found);
  return found;
}

function chooseCoding(n: number, rules: CodingRules): readonly Code[] {
  const rungs = rules.ladder.filter(({ fromN }) => n >= fromN).reverse();
  for (const rung of rungs) {
    const codes = codesOf(rung);
    if (codes.every((code) => hidesSmall(code, n, rules))) return codes;
  }
  const tail = wholePercent(rules.minimumN - 1, n);
  // Below twice the minimum every outcome is a small one, or leaves a small rest: two halves are all that can be said.
  if (n < 2 * rules.minimumN || tail >= 50) {
    return [
      { from: 0, to: 50, display: '<=50%' },
      { from: 51, to: 100, display: '>=51%' },
    ];
  }
  return codesOf({ fromN: 1, tail, band: 100 });
}

function codesOf(rung: CodingRung): readonly Code[] {
  const codes: Code[] = [];
  for (let whole = 0; whole <= 100; whole += 1) {
    // A hundred people have every whole percent, so that the rung's words can be read off them.
    const { display } = percentCoding({ events: whole, n: 100, minN: 1, ladder: [{ ...rung, fromN: 1 }] });
    const last = codes.at(-1);
    if (last?.display === display) codes[codes.length - 1] = { ...last, to: whole };
    else codes.push({ from: whole, to: whole, display });
  }
  return codes;
}

function hidesSmall({ from, to }: Code, n: number, { minimumN, outcomeCandidates }: CodingRules): boolean {
  const { least, most } = countsWithin(n, from, to);
  const small = Math.min(most, minimumN - 1) - least + 1;
  const smallRest = most - Math.max(least, n - minimumN + 1) + 1;
  return [small, smallRest].every((count) => count <= 0 || count >= Math.min(outcomeCandidates, n));
}

/** Halves up. */
function wholePercent(events: number, n: number): number {
  return Math.floor((200 * events + n) / (2 * n));
}

/** The counts of which the whole percent lies within [from, to]. */
function countsWithin(n: number, from: number, to: number): { least: number; most: number } {
  const least = Math.max(0, Math.ceil((n * (2 * from - 1)) / 200));
  const most = Math.min(n, Math.ceil((n * (2 * to + 1)) / 200) - 1);
  return { least, most };
}
