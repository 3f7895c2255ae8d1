// The oracle: recomputes every number from the accepted input, from scratch, in plain loops.
// It shares no code with the product. What it knows it has from the public interface and the measures' definitions.
//
// Input: a journal of what was acknowledged, in any order, each entry one of
//   { kind: 'rows', type, sequence, line, row: {column: text} [, source, schoolYear] }   one accepted row
//   { kind: 'replace', type, sequence, years: [schoolYear], source, keys: Set of natural keys in the file }
//   { kind: 'withdraw', type, sequence, line, key }
//   { kind: 'indicator', id, definition }            { kind: 'assessment', id, levels, proficientFrom }
//   { kind: 'declaration', type, schoolId, schoolYear, complete }
//   { kind: 'completed-upload', type, schools: [[schoolId, schoolYear]] }
//   { kind: 'erase', studentId }

const FLAGS = [
  'hispanicLatino',
  'englishLearner',
  'formerEnglishLearner',
  'disability',
  'section504',
  'economicallyDisadvantaged',
  'homeless',
  'fosterCare',
  'migrant',
  'militaryConnected',
];
const TEXTS = ['gender', 'grade', 'homeLanguage', 'disabilityCategory', 'educationalEnvironment'];
const KEYS = {
  schools: ['schoolId'],
  students: ['studentId', 'schoolYear'],
  enrollments: ['studentId', 'schoolId', 'entryDate'],
  calendar: ['schoolId', 'date'],
  attendance: ['studentId', 'date', 'schoolYear'],
  discipline: ['schoolId', 'incidentId', 'studentId', 'actionId'],
  courses: ['studentId', 'schoolYear', 'courseCode'],
  assessments: ['studentId', 'assessment', 'subject', 'date'],
  graduation: ['studentId', 'cohort'],
  observations: ['studentId', 'indicator', 'period'],
  deliveries: ['deliveryId'],
};

export function naturalKey(type, row) {
  return KEYS[type]
    .map((field) => (type === 'attendance' && field === 'schoolYear' && row.date ? '' : (row[field] ?? '')))
    .join('\u0000');
}

/** The current content of every natural key: the last word by (sequence, line), without the withdrawn and the erased. */
export function currentRecords(journal) {
  const erased = new Set(journal.filter((entry) => entry.kind === 'erase').map((entry) => entry.studentId));
  const steps = journal.filter((entry) => ['rows', 'replace', 'withdraw'].includes(entry.kind));
  steps.sort((a, b) => a.sequence - b.sequence || rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0));
  const current = {};
  for (const type of Object.keys(KEYS)) current[type] = new Map();
  for (const step of steps) {
    const records = current[step.type];
    if (step.kind === 'rows') {
      // What a school delivered stays true without whom it was delivered to.
      const { studentId, ...rest } = step.row;
      const row = !erased.has(studentId) ? step.row : step.type === 'deliveries' ? rest : undefined;
      if (row) records.set(naturalKey(step.type, row), { row, source: step.source ?? 'default' });
    } else if (step.kind === 'withdraw') {
      records.delete(step.key);
    } else {
      for (const [key, record] of [...records])
        if (
          record.source === (step.source ?? 'default') &&
          (step.years.length === 0 || step.years.includes(yearOfRow(step.type, record.row))) &&
          !step.keys.has(key)
        )
          records.delete(key);
    }
  }
  return current;
}

const rank = (step) => (step.kind === 'rows' ? 0 : 1);

export function yearOfDate(date) {
  const year = Number(date.slice(0, 4)) + (date.slice(5, 7) >= '07' ? 1 : 0);
  return `${year - 1}-${String(year % 100).padStart(2, '0')}`;
}
export function yearOfPeriod(period) {
  return /^\d{4}$/.test(period)
    ? `${Number(period) - 1}-${String(Number(period) % 100).padStart(2, '0')}`
    : period.slice(0, 7);
}
function yearOfRow(type, row) {
  if (row.schoolYear) return row.schoolYear;
  if (type === 'graduation') return yearOfPeriod(row.cohort);
  if (type === 'observations') return yearOfPeriod(row.period);
  const date = row.date ?? row.entryDate;
  return date ? yearOfDate(date) : '';
}

/** Every cell: `{indicator, period, schoolId, profile, n, events, sum}`; `sum` of means as exact decimal text. */
export function cells(journal) {
  const current = currentRecords(journal);
  const byStudent = new Map();
  for (const type of [
    'students',
    'enrollments',
    'attendance',
    'discipline',
    'courses',
    'assessments',
    'graduation',
    'observations',
  ])
    for (const { row } of current[type].values()) {
      if (!byStudent.has(row.studentId)) byStudent.set(row.studentId, {});
      (byStudent.get(row.studentId)[type] ??= []).push(row);
    }
  const calendar = new Map(); // school -> Map(date -> instructional)
  for (const { row } of current.calendar.values()) {
    if (!calendar.has(row.schoolId)) calendar.set(row.schoolId, []);
    if (yes(row.instructional ?? 'true') === 'yes') calendar.get(row.schoolId).push(row.date);
  }
  const complete = completeness(journal);
  const indicators = new Map(
    journal.filter((entry) => entry.kind === 'indicator').map((entry) => [entry.id, entry.definition]),
  );
  const cuts = new Map(journal.filter((entry) => entry.kind === 'assessment').map((entry) => [entry.id, entry]));

  const totals = new Map();
  const add = (indicator, period, schoolId, profile, part) => {
    const key = JSON.stringify([indicator, period, schoolId, profile]);
    const cell = totals.get(key) ?? { n: 0, events: 0, sum: 0n };
    cell.n += part.n ?? 1;
    cell.events += part.events ?? 0;
    cell.sum += part.sum ?? 0n;
    totals.set(key, cell);
  };
  for (const student of byStudent.values()) oneStudent(student, { calendar, complete, indicators, cuts, add });
  return [...totals.entries()]
    .map(([key, cell]) => {
      const [indicator, period, schoolId, profile] = JSON.parse(key);
      return { indicator, period, schoolId, profile, n: cell.n, events: cell.events, sum: String(cell.sum) };
    })
    .sort(
      (a, b) =>
        compare(a.indicator, b.indicator) ||
        compare(a.period, b.period) ||
        compare(a.schoolId, b.schoolId) ||
        compare(JSON.stringify(a.profile), JSON.stringify(b.profile)),
    );
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Which (type, school, year) are complete: the district's word, else completed uploads while it never gave its word. */
function completeness(journal) {
  const declared = journal.filter((entry) => entry.kind === 'declaration');
  const spoken = new Set(declared.map((entry) => entry.type));
  const complete = new Set();
  for (const entry of journal)
    if (entry.kind === 'completed-upload' && !spoken.has(entry.type))
      for (const [school, year] of entry.schools) complete.add(`${entry.type}|${school}|${year}`);
  for (const entry of declared) {
    const key = `${entry.type}|${entry.schoolId}|${entry.schoolYear}`;
    if (entry.complete) complete.add(key);
    else complete.delete(key);
  }
  return complete;
}

function oneStudent(student, { calendar, complete, indicators, cuts, add }) {
  const years = new Map((student.students ?? []).map((row) => [row.schoolYear, row]));
  const spells = student.enrollments ?? [];
  const allYears = new Set([...years.keys(), ...spells.map((spell) => yearOfDate(spell.entryDate))]);

  for (const year of allYears) {
    const school = accountable(student, years, spells, year, calendar);
    if (school === undefined) continue;
    const profile = profileOf(years, year);
    add('enrolled', year, school, profile, {});

    const grade = Number(profile.grade);
    if (complete.has(`discipline|${school}|${year}`)) {
      const rows = (student.discipline ?? []).filter((row) => row.date && yearOfDate(row.date) === year);
      add('oss-any', year, school, profile, {
        events: rows.some((row) => lower(row.action) === 'out-of-school-suspension') ? 1 : 0,
      });
      const incidents = new Set(rows.map((row) => `${row.schoolId}\u0000${row.incidentId}`)).size;
      add('incidents-per-100', year, school, profile, { sum: BigInt(incidents) * 1_000_000n });
    }
    if (grade >= 9 && grade <= 12 && complete.has(`courses|${school}|${year}`)) {
      const any = (student.courses ?? []).some(
        (row) => row.schoolYear === year && ['ap', 'ib', 'dual'].includes(lower(row.level)),
      );
      add('advanced-enrolled', year, school, profile, { events: any ? 1 : 0 });
    }
  }

  for (const year of new Set(
    (student.attendance ?? []).map((row) => (row.schoolYear && !row.date ? row.schoolYear : yearOfDate(row.date))),
  )) {
    const yearly = (student.attendance ?? []).find((row) => !row.date && row.schoolYear === year);
    let enrolled;
    let absent;
    if (yearly) {
      enrolled = decimal(yearly.daysEnrolled);
      absent = decimal(yearly.daysAbsent);
    } else {
      const days = enrolledDays(student, years, spells, year, calendar);
      if (days === undefined) continue;
      enrolled = BigInt(days.size) * 1_000_000n;
      absent = 0n;
      for (const row of student.attendance)
        if (row.date && yearOfDate(row.date) === year && days.has(row.date) && isAbsent(row)) absent += 1_000_000n;
    }
    if (enrolled < 10_000_000n) continue;
    const school =
      accountable(student, years, spells, year, calendar) ?? firstSchool(student.attendance, year) ?? 'unknown';
    add('chronic-absence', year, school, profileOf(years, year), { events: absent * 10n >= enrolled ? 1 : 0 });
  }

  const results = new Map(); // year|subject -> last valid result
  for (const row of student.assessments ?? []) {
    if (row.tested !== undefined && yes(row.tested) === 'no') continue;
    const cut = cuts.get(row.assessment);
    const proficient = row.proficient
      ? yes(row.proficient)
      : row.performanceLevel && cut
        ? cut.levels.indexOf(row.performanceLevel) >= cut.levels.indexOf(cut.proficientFrom)
          ? 'yes'
          : 'no'
        : undefined;
    if (proficient === undefined) continue;
    const key = `${yearOfDate(row.date)}|${row.subject}`;
    const former = results.get(key);
    if (
      !former ||
      compare(former.date, row.date) < 0 ||
      (former.date === row.date && compare(former.assessment, row.assessment) < 0)
    )
      results.set(key, { ...row, verdict: proficient });
  }
  for (const [key, row] of results) {
    const [year, subject] = key.split('|');
    const school = accountable(student, years, spells, year, calendar) ?? row.schoolId ?? 'unknown';
    add(`proficient-${subject}`, year, school, profileOf(years, year), { events: row.verdict === 'yes' ? 1 : 0 });
  }

  for (const row of student.graduation ?? []) {
    const outcome = lower(row.outcome);
    // Who moved away leaves the cohort with proof; who died or is held leaves it unless the proof is denied.
    if (['transferred', 'emigrated'].includes(outcome) && yes(row.documented) === 'yes') continue;
    if (['deceased', 'juvenile-facility'].includes(outcome) && yes(row.documented) !== 'no') continue;
    if (!outcome) continue;
    const year = yearOfPeriod(row.cohort);
    const school = row.schoolId ?? accountable(student, years, spells, year, calendar) ?? 'unknown';
    const profile = profileOf(years, year, ['englishLearner', 'disability']);
    add('graduation-4yr', row.cohort, school, profile, {
      events: outcome === 'graduated' && ['', 'regular', 'state-alternate'].includes(lower(row.diploma)) ? 1 : 0,
    });
  }

  for (const row of student.observations ?? []) {
    const definition = indicators.get(row.indicator);
    if (!definition || definition.source !== 'observations') continue;
    const year = yearOfPeriod(row.period);
    const school = accountable(student, years, spells, year, calendar) ?? row.schoolId ?? 'unknown';
    const profile = profileOf(years, year);
    if (definition.kind === 'rate')
      add(row.indicator, row.period, school, profile, { events: Number(row.value) === 1 ? 1 : 0 });
    else add(row.indicator, row.period, school, profile, { sum: scaled(row.value, definition.scale ?? 6) });
  }
}

const lower = (text) => (text ?? '').toLowerCase();
const yes = (text) =>
  text === undefined || text === ''
    ? 'unknown'
    : ['true', 'yes', 'y', '1'].includes(String(text).toLowerCase())
      ? 'yes'
      : 'no';
const decimal = (text) => scaled(text ?? '0', 6);

/** Decimal text × 10^scale, rounded half to even. */
export function scaled(text, scale) {
  const [, sign, whole, , fraction = ''] = /^(-?)(\d+)(\.(\d*))?$/.exec(String(text));
  const kept = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  const rest = fraction.slice(scale);
  const half = rest === '' ? -1 : compare(rest.replace(/0+$/, '') || '0', '5');
  const up = rest !== '' && (half > 0 || (half === 0 && kept % 2n === 1n));
  const value = up ? kept + 1n : kept;
  return sign ? -value : value;
}

function isAbsent(row) {
  const status = lower(row.status);
  if (status === 'in-school-suspension') return false;
  const absentStatus = ['excused', 'unexcused', 'out-of-school-suspension'].includes(status);
  if (row.absentFraction !== undefined && row.absentFraction !== '') return Number(row.absentFraction) >= 0.5;
  return absentStatus;
}

function firstSchool(rows, year) {
  return rows.find((row) => row.schoolId && (row.schoolYear === year || (row.date && yearOfDate(row.date) === year)))
    ?.schoolId;
}

/** Instructional days of the student's spells (or of the whole year at the school of the students row). */
function enrolledDays(student, years, spells, year, calendar) {
  const days = new Set();
  const own = spells.filter((spell) => overlapsYear(spell, year));
  let known = false;
  if (own.length > 0) {
    for (const spell of own) {
      const dates = calendar.get(spell.schoolId);
      if (dates) known = true;
      for (const date of dates ?? [])
        if (yearOfDate(date) === year && date >= spell.entryDate && (!spell.exitDate || date < spell.exitDate))
          days.add(date);
    }
  } else {
    const school = years.get(year)?.schoolId;
    const dates = school && calendar.get(school);
    if (dates) known = true;
    for (const date of dates || []) if (yearOfDate(date) === year) days.add(date);
  }
  return known ? days : undefined;
}

function overlapsYear(spell, year) {
  const end = Number(year.slice(0, 4)) + 1;
  return spell.entryDate < `${end}-07-01` && (!spell.exitDate || spell.exitDate > `${end - 1}-07-01`);
}

/** The one accountable school of the year: marked, else of most days, else of the students row. */
function accountable(student, years, spells, year) {
  const own = spells.filter((spell) => overlapsYear(spell, year));
  const marked = own.filter((spell) => yes(spell.accountable) === 'yes');
  if (marked.length > 0)
    return marked.sort((a, b) => compare(b.entryDate, a.entryDate) || compare(a.schoolId, b.schoolId))[0].schoolId;
  if (own.length > 0) {
    const end = Number(year.slice(0, 4)) + 1;
    const days = new Map();
    for (const spell of own) {
      const from = spell.entryDate > `${end - 1}-07-01` ? spell.entryDate : `${end - 1}-07-01`;
      const to = spell.exitDate && spell.exitDate < `${end}-07-01` ? spell.exitDate : `${end}-07-01`;
      days.set(spell.schoolId, (days.get(spell.schoolId) ?? 0) + (Date.parse(to) - Date.parse(from)) / 86_400_000);
    }
    return [...days.entries()].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0][0];
  }
  return years.get(year)?.schoolId || undefined;
}

/** The attributes in force in a school year: its own row, else the nearest earlier, else the nearest later. */
function profileOf(years, year, everIn = []) {
  const known = [...years.keys()].sort();
  const at = years.has(year) ? year : (known.filter((candidate) => candidate < year).at(-1) ?? known[0]);
  const row = at === undefined ? {} : years.get(at);
  const profile = {};
  for (const name of FLAGS) if (yes(row[name]) !== 'unknown') profile[name] = yes(row[name]);
  for (const name of TEXTS) if (row[name]) profile[name] = row[name];
  if (row.raceEthnicity) profile.raceEthnicity = row.raceEthnicity;
  for (const name of Object.keys(row)) if (name.startsWith('attribute:') && row[name]) profile[name] = row[name];
  for (const name of everIn)
    if ([...years.values()].some((other) => other.schoolYear <= year && yes(other[name]) === 'yes'))
      profile[name] = 'yes';
  return Object.fromEntries(Object.entries(profile).sort(([a], [b]) => compare(a, b)));
}

/** Rolls cells up to groups: `[{group, n, events, sum}]` of one indicator and period, of the schools or the district. */
export function gaps(allCells, { indicator, period, by, where = {}, school }) {
  const groups = new Map();
  for (const cell of allCells) {
    if (cell.indicator !== indicator || cell.period !== period || (school && cell.schoolId !== school)) continue;
    if (Object.entries(where).some(([name, value]) => (cell.profile[name] ?? 'unknown') !== value)) continue;
    const group = Object.fromEntries(by.map((name) => [name, cell.profile[name] ?? 'unknown']));
    const key = JSON.stringify(group);
    const sums = groups.get(key) ?? { group, n: 0, events: 0, sum: 0n };
    sums.n += cell.n;
    sums.events += cell.events;
    sums.sum += BigInt(cell.sum);
    groups.set(key, sums);
  }
  return [...groups.values()].sort((a, b) => compare(JSON.stringify(a.group), JSON.stringify(b.group)));
}
