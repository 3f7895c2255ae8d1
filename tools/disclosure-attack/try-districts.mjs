// Random districts, released as the product releases them, attacked by somebody who has only what was released.
import { attack, placeOf, subtract } from './attack.mjs';
import { changed, randomDistrict, randomFrom, randomPlan } from './random-district.mjs';

/** The two indicators of every district are about the same students, so that one might tell of the other. */
const INDICATORS = [0, 1];

/**
 * @param {object} control what the product exports: frameOf, protectFrame, publishFrame, a policy
 * @param {{districts: number, seed: number, isOff?: boolean, onDistrict?: (done: number) => void}} options
 *        isOff: only small groups are hidden, nothing that gives them away
 * @returns {{districts: number, hidden: number, coded: number, exact: number, asked: number, carried: number, withheld: number, violations: object[]}}
 */
export function tryDistricts(control, { districts, seed, isOff = false, onDistrict }) {
  const counted = { districts, hidden: 0, coded: 0, exact: 0, asked: 0, carried: 0, withheld: 0, violations: [] };
  for (let k = 0; k < districts; k += 1) {
    tryDistrict(control, randomFrom(seed * 1_000_003 + k), isOff, counted, k);
    onDistrict?.(k + 1);
  }
  return counted;
}

function tryDistrict(control, random, isOff, counted, number) {
  const district = randomDistrict(random);
  const plan = randomPlan(district.attributes, random);
  const laterPlan = random() < 0.5 ? plan : randomPlan(district.attributes, random);
  const states = [
    district.students,
    ...(random() < 0.6 ? [random() < 0.3 ? district.students : changed(district, random)] : []),
  ];
  const rows = [];
  const truths = [];
  for (const indicator of INDICATORS) {
    const ledger = [];
    states.forEach((students, release) => {
      const frame = control.frameOf(contributions(students, indicator), release === 0 ? plan : laterPlan, 'rate');
      const made = isOff ? offProtect(frame, control.policy) : control.protectFrame(frame, ledger, control.policy);
      if (made.outcome === 'carried') {
        counted.carried += 1;
        return;
      }
      if (made.outcome === 'withheld') {
        counted.withheld += 1;
        return;
      }
      ledger.push({ ...frame, shown: made.shown });
      const published = isOff
        ? offPublish(frame, made.shown, control)
        : control.publishFrame(frame, made.shown, control.policy, { scale: 0, per: 1 });
      rows.push(...published.map((row) => ({ ...row, release, indicator })));
      for (const cell of frame.cells) truths.push([`${indicator}|${release}|${placeOf(groupOf(cell))}`, cell]);
    });
  }
  const truth = new Map(truths);
  const truthOf = (row) => truth.get(`${row.indicator}|${row.release}|${placeOf(row)}`);
  judge(rows, truthOf, control.policy, counted, number, district);
}

function judge(rows, truthOf, policy, counted, number, district) {
  const { minimumN, protection, outcomeCandidates, leastChange } = policy;
  for (const row of rows) counted[row.suppressed ? 'hidden' : row.display ? 'coded' : 'exact'] += 1;
  const isSmallOutcome = ({ n, events }) => n < minimumN || events < minimumN || n - events < minimumN;
  const wanted = (row, what) => {
    const cell = truthOf(row);
    if (what === 'n') return cell.n < minimumN;
    return row.suppressed ? isSmallOutcome(cell) : what === 'e' && isSmallOutcome(cell);
  };
  const isSame = (one, other) => {
    const [before, now] = [truthOf(one), truthOf(other)];
    return before.n === now.n && before.events === now.events;
  };
  const schools = [...new Set(district.students.map(({ schoolId }) => schoolId))];
  const values = Object.fromEntries(
    district.attributes.map((name) => [name, [...new Set(rows.flatMap(({ group }) => group[name] ?? []))]]),
  );
  for (const { least, most, what, row } of attack(rows, { schools, values, isSame, wanted })) {
    counted.asked += 1;
    const cell = truthOf(row);
    const value = what === 'n' ? cell.n : what === 'e' ? cell.events : cell.n - cell.events;
    const width = Math.floor(most + 1e-6) - Math.ceil(least - 1e-6);
    if (value < least - 1e-6 || value > most + 1e-6) throw new Error('the attack excludes the truth: it is wrong');
    const needed = row.display
      ? Math.min(outcomeCandidates - 1, cell.n)
      : Math.max(protection.absolute, what === 'n' ? Math.ceil(protection.share * value) : 0);
    if (width < needed)
      counted.violations.push({ district: number, kind: 'range', what, value, least, most, needed, row });
  }
  // Subtraction by hand, of each release and indicator.
  for (const [key, own] of Map.groupBy ? Map.groupBy(rows, keyOfTable) : grouped(rows, keyOfTable)) {
    for (const [place, value] of subtract(own)) {
      const row = own.find((each) => placeOf(each) === place);
      if (row && row.suppressed && truthOf(row).n < minimumN)
        counted.violations.push({ district: number, kind: 'subtraction', key, value, row });
    }
  }
  // What changed from one release to the next: nobody, or enough.
  for (const row of rows) {
    if (row.n === undefined) continue;
    const before = rows.find(
      (each) =>
        each.indicator === row.indicator &&
        each.release < row.release &&
        each.n !== undefined &&
        placeOf(each) === placeOf(row),
    );
    if (!before) continue;
    const by = [row.n - before.n, row.events - before.events, row.n - row.events - (before.n - before.events)];
    if (by.some((change) => change !== 0 && Math.abs(change) < leastChange))
      counted.violations.push({ district: number, kind: 'change', by, row });
  }
}

function keyOfTable({ release, indicator }) {
  return `${release}|${indicator}`;
}

function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function* contributions(students, indicator) {
  for (const { schoolId, profile, outcomes } of students)
    yield {
      schoolId,
      profile,
      counts: 'school-and-district',
      n: 1,
      events: Number(outcomes[indicator]),
      sum: 0n,
      sumOfSquares: 0n,
    };
}

function groupOf({ schoolId, by, values }) {
  return { schoolId, group: Object.fromEntries(by.map((name, at) => [name, values[at]])) };
}

/** What most do by hand: hide the small groups, and nothing else. */
function offProtect(frame, { minimumN }) {
  return {
    outcome: 'protected',
    shown: frame.cells.map(({ n, isListed }) => (!isListed ? 'unlisted' : n < minimumN ? 'hidden' : 'exact')),
  };
}

function offPublish(frame, shown, control) {
  return control.publishFrame(frame, shown, control.policy, { scale: 0, per: 1 });
}
