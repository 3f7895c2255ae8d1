// The oracle's second half: what a cycle's reflection must say, in plain loops over the same journal.
// Written from the definitions alone; it shares no code with the product and has seen none of its reporting.
//
// Further journal entries:
//   { kind: 'cycle', id, schoolIds, startedOn }                        no schools: every school
//   { kind: 'statement', cycleId, indicator, direction, group, reference, schoolIds, baselinePeriod, target, deadline }
//       where it stands in the journal is when it was adopted: the cells of the entries before it are frozen
//   { kind: 'intervention', id, cycleId, schoolIds, dosage, fidelityCriteria, startedOn, leadingIndicators }
//   { kind: 'pause', cycleId or interventionId, from [, to] }          closed days
//   { kind: 'check', interventionId, check }                           the same id again takes the former's place
//   { kind: 'report', cycleId, id, reportKind }                        { kind: 'report-answered', id }
import { cells, currentRecords, yearOfPeriod } from './oracle.mjs';

const Z = 1.959963984540054; // the standard normal quantile at 0.975: limits of 95 %
const WEIGHTS = { adherence: 0.3, dosage: 0.3, quality: 0.2, responsiveness: 0.15, differentiation: 0.05 };
const SMALLEST_CHANGE = 0.01; // of a gap that is called narrowed or widened
const SLACK = 1e-9; // of the thresholds of levels

/**
 * @param {object[]} journal
 * @param {{ cycleId: string, date: string }} question `date`: the day up to which time and planned units are counted
 */
export function reflection(journal, { cycleId, date }) {
  const cycle = journal.findLast((entry) => entry.kind === 'cycle' && entry.id === cycleId);
  const adopted = journal.findLastIndex((entry) => entry.kind === 'statement' && entry.cycleId === cycleId);
  const statement = journal[adopted];
  const now = cells(journal);
  const interventions = journal.filter((entry) => entry.kind === 'intervention' && entry.cycleId === cycleId);
  const work = interventions.map((intervention) => oneIntervention(journal, intervention, cycle, date));
  return {
    ...(statement
      ? outcome(statement, cells(journal.slice(0, adopted)), now, cycle, pausesOf(journal, { cycleId }, date), date)
      : {}),
    interventions: work.map(({ id, deliveries, extra, studentsReached, fidelity }) => ({
      id,
      deliveries,
      extra,
      studentsReached,
      fidelity,
    })),
    fidelity: work.length === 1 ? work[0].fidelity : undefined,
    leading: statement
      ? [...new Set(interventions.flatMap((intervention) => intervention.leadingIndicators))]
          .sort()
          .map((indicator) => ({
            indicator,
            ...newest({ ...statement, indicator }, now, journal, date),
          }))
      : [],
    feedback: reportsOf(journal, cycleId),
  };
}

function outcome(statement, then, now, cycle, pauses, date) {
  const t0 = bothSides(statement, then, statement.baselinePeriod);
  // The newest period that has a number and is later than the baseline's; while it has not ended, the number is live.
  const period = periodsOf(statement.indicator, now)
    .filter((candidate) => candidate > statement.baselinePeriod)
    .findLast((candidate) => bothSides(statement, now, candidate).group.n > 0);
  const t1 = period === undefined ? undefined : bothSides(statement, now, period);
  const corrected = bothSides(statement, now, statement.baselinePeriod);
  const provisional = period !== undefined && date <= lastDayOf(period);
  const current = t1 && measured(period, t1, provisional);
  const baseline = measured(statement.baselinePeriod, t0, false);
  const elapsed = activeDays(cycle.startedOn, date, pauses);
  const total = activeDays(cycle.startedOn, statement.deadline, pauses);
  const expectedProgress = total > 0 ? Math.min(elapsed, total) / total : null;
  const progress =
    current?.value == null ? null : (current.value - baseline.value) / (statement.target - baseline.value);
  return {
    baseline,
    current: current ?? null,
    target: { value: statement.target, deadline: statement.deadline },
    gap: t1 ? gapOf(t0, t1, statement.direction, provisional) : gapAt(t0, statement.direction),
    progress,
    expectedProgress,
    // Early, with under a tenth of the time gone, nobody can tell.
    onTrack:
      progress === null || expectedProgress === null || expectedProgress < 0.1
        ? null
        : progress >= 0.9 * expectedProgress,
    baselineCorrected:
      corrected.group.x === t0.group.x &&
      corrected.group.n === t0.group.n &&
      corrected.reference.x === t0.reference.x &&
      corrected.reference.n === t0.reference.n
        ? null
        : { was: share(t0.group), is: share(corrected.group) },
  };
}

/** Events and students of the group and of whom it is compared with, in the statement's schools. */
function bothSides({ indicator, group, reference, schoolIds }, all, period) {
  const sides = { group: { x: 0, n: 0, sum: 0n }, reference: { x: 0, n: 0, sum: 0n } };
  const [attribute] = Object.keys(group);
  for (const cell of all) {
    if (cell.indicator !== indicator || cell.period !== period) continue;
    if (schoolIds.length > 0 && !schoolIds.includes(cell.schoolId)) continue;
    const inGroup = Object.entries(group).every(([name, value]) => (cell.profile[name] ?? 'unknown') === value);
    const inReference =
      reference === 'overall' ||
      (!inGroup && (reference === 'others' || (cell.profile[attribute] ?? 'unknown') === reference));
    for (const side of [inGroup && sides.group, inReference && sides.reference])
      if (side) {
        side.n += cell.n;
        side.x += cell.events;
        side.sum += BigInt(cell.sum);
      }
  }
  return sides;
}

const share = ({ x, n }) => (n === 0 ? null : x / n);
const periodsOf = (indicator, all) =>
  [...new Set(all.filter((cell) => cell.indicator === indicator).map((cell) => cell.period))].sort();
const lastDayOf = (period) => `${Number(yearOfPeriod(period).slice(0, 4)) + 1}-06-30`;

function measured(period, { group, reference }, provisional) {
  return {
    period,
    value: share(group),
    n: group.n,
    interval: wilson(group),
    referenceValue: share(reference),
    referenceN: reference.n,
    provisional,
  };
}

/** The newest number of a watched indicator; of means the value alone, since the cells keep no squares. */
function newest(statement, all, journal, date) {
  const period = periodsOf(statement.indicator, all).findLast(
    (candidate) => bothSides(statement, all, candidate).group.n > 0,
  );
  if (period === undefined) return { value: null };
  const sides = bothSides(statement, all, period);
  const told = measured(period, sides, date <= lastDayOf(period));
  const definition = journal.findLast((entry) => entry.kind === 'indicator' && entry.id === statement.indicator);
  if (definition?.definition.kind !== 'mean') return told;
  const mean = ({ sum, n }) => (n === 0 ? null : Number(sum) / 10 ** (definition.definition.scale ?? 6) / n);
  return { ...told, value: mean(sides.group), referenceValue: mean(sides.reference), interval: undefined };
}

/** M1. */
function wilson({ x, n }) {
  if (n === 0) return null;
  const p = x / n;
  const centre = (p + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))) / (1 + Z ** 2 / n);
  return { low: x === 0 ? 0 : Math.max(0, centre - half), high: x === n ? 1 : Math.min(1, centre + half), level: 0.95 };
}

/** The disadvantage: positive is worse off. */
const turn = (direction) => (direction === 'higher-is-better' ? -1 : 1);
function disadvantage({ group, reference }, direction) {
  if (group.n === 0 || reference.n === 0) return null;
  return turn(direction) * (share(group) - share(reference));
}

function gapAt(t0, direction) {
  return { baseline: disadvantage(t0, direction), current: null, change: null, interval: null, narrowed: false };
}

/** M20 with its sign turned to a disadvantage; its order of verdicts: unclear, reversed, narrowed, widened. */
function gapOf(t0, t1, direction, provisional) {
  const [baseline, current] = [disadvantage(t0, direction), disadvantage(t1, direction)];
  if (baseline === null || current === null)
    return { baseline, current, change: null, interval: null, status: 'unclear', narrowed: false, provisional };
  const change = current - baseline;
  let variance = 0;
  for (const side of [t0.group, t0.reference, t1.group, t1.reference]) variance += varianceOf(side);
  const se = Math.sqrt(variance);
  const interval = { low: change - Z * se, high: change + Z * se, level: 0.95 };
  const excludesZero = interval.low > 0 || interval.high < 0;
  // Verdicts only on completed periods: a live number moves the gap, not what is said of it.
  const status =
    provisional || !excludesZero
      ? 'unclear'
      : baseline * current < 0
        ? 'reversed'
        : Math.abs(change) < SMALLEST_CHANGE
          ? 'unclear'
          : change < 0
            ? 'narrowed'
            : 'widened';
  const own = ownChange(t0.group, t1.group, direction);
  return {
    baseline,
    current,
    change,
    interval,
    status,
    narrowed: status === 'narrowed',
    provisional,
    levellingDown: status === 'narrowed' && own.better <= 0,
    ownGain: !provisional && own.better > 0 && own.excludesZero,
  };
}

/** Of a rate; where nobody or everybody has the outcome, as if one of two more had it. */
function varianceOf({ x, n }) {
  const [events, people] = x === 0 || x === n ? [x + 1, n + 2] : [x, n];
  return ((events / people) * (1 - events / people)) / people;
}

/** How much better the group does than it did, and whether M2's interval of that leaves chance out. */
function ownChange(before, after, direction) {
  const difference = share(after) - share(before);
  const [a, b] = [wilson(after), wilson(before)];
  const low = difference - Math.hypot(share(after) - a.low, b.high - share(before));
  const high = difference + Math.hypot(a.high - share(after), share(before) - b.low);
  return { better: -turn(direction) * difference, excludesZero: low > 0 || high < 0 };
}

const dayNumber = (date) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Days from the first up to, not including, the last, without the days of a pause. */
function activeDays(from, to, pauses) {
  let days = 0;
  for (let day = dayNumber(from); day < dayNumber(to); day++)
    if (!pauses.some((pause) => dayNumber(pause.from) <= day && day <= dayNumber(pause.to))) days += 1;
  return days;
}

/** Whole periods of active days: weeks of 7, months and terms by the calendar's length in days. */
function wholePeriods(dosage, date, pauses) {
  if (dosage.period !== 'week') throw new Error('the oracle counts weeks only');
  const end = dayNumber(date) > dayNumber(dosage.endOn) ? dayNumber(dosage.endOn) + 1 : dayNumber(date);
  const until = new Date(end * 86_400_000).toISOString().slice(0, 10);
  return Math.floor(activeDays(dosage.startOn, until, pauses) / 7);
}

/** A pause that has no end yet takes the days up to the day of the question: how long it will last nobody knows. */
const pausesOf = (journal, of, date) =>
  journal
    .filter((entry) => entry.kind === 'pause' && Object.entries(of).every(([name, id]) => entry[name] === id))
    .map(({ from, to }) => ({ from, to: to ?? date }));

function oneIntervention(journal, intervention, cycle, date) {
  const { id, dosage, schoolIds } = intervention;
  const rows = [...currentRecords(journal).deliveries.values()]
    .map(({ row }) => row)
    .filter((row) => row.interventionId === id);
  const checks = new Map();
  for (const entry of journal)
    if (entry.kind === 'check' && entry.interventionId === id) checks.set(entry.check.id, entry.check);
  const pauses = [
    ...pausesOf(journal, { cycleId: cycle.id }, date),
    ...pausesOf(journal, { interventionId: id }, date),
  ];
  const periods = wholePeriods(dosage, date, pauses);
  const schools = schoolIds.map((schoolId) =>
    atSchool(
      intervention,
      schoolId,
      rows.filter((row) => row.schoolId === schoolId),
      [...checks.values()].filter((check) => check.schoolId === schoolId),
      dosage.plannedPerPeriod * periods * (dosage.targetStudents?.[schoolId] ?? 1),
    ),
  );
  const extra = rows.filter((row) => !isPlanned(row)).length;
  return {
    id,
    deliveries: rows.length - extra,
    extra,
    studentsReached: new Set(rows.map((row) => row.studentId).filter((student) => student !== undefined)).size,
    fidelity: rolledUp(intervention, schools, [...checks.values()]),
  };
}

const isPlanned = (row) => !['false', 'no', 'n', '0'].includes(String(row.planned ?? 'true').toLowerCase());

function atSchool(intervention, schoolId, rows, checks, planned) {
  const { dosage, fidelityCriteria } = intervention;
  let [met, weight] = [0, 0];
  for (const check of checks)
    for (const item of check.items) {
      if (item.met === 'notSeen') continue;
      const w = fidelityCriteria.find((criterion) => criterion.id === item.criterionId).essential ? 2 : 1;
      met += w * { yes: 1, partly: 0.5, no: 0 }[item.met];
      weight += w;
    }
  let delivered = 0;
  for (const row of rows) if (isPlanned(row)) delivered += dosage.unit === 'minute' ? Number(row.minutes ?? 0) : 1;
  let [quality, qualityWeight] = [0, 0];
  for (const row of rows)
    if (row.quality) [quality, qualityWeight] = [quality + Number(row.quality), qualityWeight + 1];
  for (const check of checks)
    if (check.quality !== undefined) {
      const w = check.method === 'self' ? 0.5 : 1;
      [quality, qualityWeight] = [quality + w * check.quality, qualityWeight + w];
    }
  const parts = {
    adherence: weight === 0 ? null : met / weight,
    dosage: planned === 0 ? null : Math.min(1, delivered / planned),
    quality: qualityWeight === 0 ? null : (quality / qualityWeight - 1) / 3,
    responsiveness: responsivenessOf(checks),
    differentiation: null, // no comparison schools, and nothing that a plan says of usual practice
  };
  return { schoolId, planned, delivered, parts, overall: overallOf(parts) };
}

/** Attended ÷ offered, averaged with the engagement where one is given. */
function responsivenessOf(checks) {
  const counted = checks.filter((check) => check.offered > 0 && check.attended !== undefined);
  let [attended, offered] = [0, 0];
  for (const check of counted) [attended, offered] = [attended + check.attended, offered + check.offered];
  const engagements = checks.filter((check) => check.engagement !== undefined).map((check) => check.engagement);
  const known = [];
  if (offered > 0) known.push(attended / offered);
  if (engagements.length > 0) known.push(engagements.reduce((sum, one) => sum + one, 0) / engagements.length);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
}

function overallOf(parts) {
  let [sum, weight] = [0, 0];
  for (const [name, w] of Object.entries(WEIGHTS))
    if (parts[name] !== null) [sum, weight] = [sum + w * parts[name], weight + w];
  return weight === 0 ? null : sum / weight;
}

/** The schools' parts, each weighted by what was planned there. */
function rolledUp(intervention, schools, checks) {
  const parts = {};
  for (const name of Object.keys(WEIGHTS)) {
    let [sum, weight] = [0, 0];
    for (const school of schools)
      if (school.parts[name] !== null) {
        sum += school.planned * school.parts[name];
        weight += school.planned;
      }
    parts[name] = weight === 0 ? null : sum / weight;
  }
  const planned = schools.reduce((sum, school) => sum + school.planned, 0);
  const overall = overallOf(parts);
  return {
    ...parts,
    dosageRaw: planned === 0 ? null : schools.reduce((sum, school) => sum + school.delivered, 0) / planned,
    overall,
    level: levelOf(parts, overall, intervention, checks),
    uneven:
      overall !== null && overall >= 0.6
        ? schools.filter((school) => school.overall !== null && school.overall < 0.6).map((school) => school.schoolId)
        : [],
  };
}

function levelOf(parts, overall, intervention, checks) {
  const core = [parts.adherence, parts.dosage, parts.quality, parts.responsiveness].filter((part) => part !== null);
  const checked = intervention.schoolIds.filter((school) => checks.some((check) => check.schoolId === school));
  if (
    parts.adherence === null ||
    parts.dosage === null ||
    checks.length < 3 ||
    checked.length < 0.5 * intervention.schoolIds.length ||
    checks.every((check) => check.method === 'self') ||
    core.length < 3
  )
    return 'insufficient';
  const denied = intervention.fidelityCriteria.some(
    (criterion) =>
      criterion.essential &&
      checks.filter((check) => check.items.some((item) => item.criterionId === criterion.id && item.met === 'no'))
        .length >=
        0.5 * checks.length,
  );
  if (overall >= 0.8 - SLACK && core.every((part) => part >= 0.6 - SLACK)) return denied ? 'moderate' : 'high';
  return overall >= 0.6 - SLACK ? 'moderate' : 'low';
}

function reportsOf(journal, cycleId) {
  const reports = journal.filter((entry) => entry.kind === 'report' && entry.cycleId === cycleId);
  const answered = new Set(journal.filter((entry) => entry.kind === 'report-answered').map((entry) => entry.id));
  const byKind = {};
  for (const report of reports) byKind[report.reportKind] = (byKind[report.reportKind] ?? 0) + 1;
  return { reports: reports.length, open: reports.filter((report) => !answered.has(report.id)).length, byKind };
}
