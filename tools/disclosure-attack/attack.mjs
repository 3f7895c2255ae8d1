// The attack on published tables, by someone who has nothing but them and knows every rule they were made by.
// It shares no code with the control: its unknowns are the finest groups (a school and a value of every attribute) of
// which every published number is a sum, where the control works on the published cells and their totals.
import loadHighs from 'highs';

const highs = await loadHighs();

/**
 * @typedef {{release: number, indicator: number, schoolId: string | null, group: Record<string, string>, n?: number, events?: number, display?: string, suppressed: boolean}} Row
 * @typedef {{least: number, most: number, what: 'n' | 'e' | 'rest', row: Row}} Finding
 */

/**
 * What can be worked out.
 *
 * @param {Row[]} rows all that is published, of one or more releases and indicators about the same students
 * @param {{isSame: (row: Row, other: Row) => boolean, schools: string[], values: Record<string, string[]>, wanted: (row: Row, what: string) => boolean}} knowledge
 *        what the attacker is taken to know besides: which numbers have not changed between releases
 * @returns {Finding[]} the range of every wanted number
 */
export function attack(rows, { schools, values, isSame, wanted }) {
  const atoms = atomsOf(schools, values);
  const indicators = [...new Set(rows.map(({ indicator }) => indicator))];
  const findings = [];
  for (const indicator of indicators) {
    const own = withKnownPeople(rows, indicator);
    findings.push(...attackIndicator(own, atoms, { isSame, wanted }));
  }
  return findings;
}

/** The rows of an indicator, with the number of people where the other indicators tell it. */
function withKnownPeople(rows, indicator) {
  const told = new Map();
  for (const row of rows) if (row.n !== undefined && !row.rounded) told.set(`${row.release}|${placeOf(row)}`, row.n);
  return rows
    .filter((row) => row.indicator === indicator)
    .map((row) => ({ ...row, people: row.n ?? told.get(`${row.release}|${placeOf(row)}`) }));
}

export function placeOf({ schoolId, group }) {
  return JSON.stringify([schoolId, Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function atomsOf(schools, values) {
  let atoms = schools.map((schoolId) => ({ schoolId, profile: {} }));
  for (const [name, all] of Object.entries(values))
    atoms = atoms.flatMap(({ schoolId, profile }) =>
      all.map((value) => ({ schoolId, profile: { ...profile, [name]: value } })),
    );
  return atoms;
}

function attackIndicator(rows, atoms, { isSame, wanted }) {
  const releases = [...new Set(rows.map(({ release }) => release))];
  const program = new Program();
  const people = new Map();
  const outcomes = new Map();
  for (const release of releases) {
    people.set(
      release,
      atoms.map(() => program.variable(0, Infinity)),
    );
    outcomes.set(
      release,
      atoms.map(() => program.variable(0, Infinity)),
    );
    atoms.forEach((_, at) =>
      program.row(
        [
          [people.get(release)[at], 1],
          [outcomes.get(release)[at], -1],
        ],
        0,
        Infinity,
      ),
    );
    impossible(
      rows.filter((row) => row.release === release),
      atoms,
    ).forEach((isEmpty, at) => {
      if (isEmpty) program.row([[people.get(release)[at], 1]], 0, 0);
    });
  }
  const sumOf = (row, of) => atoms.flatMap((atom, at) => (isOf(atom, row) ? [[of.get(row.release)[at], 1]] : []));
  for (const row of rows) {
    const n = sumOf(row, people);
    const e = sumOf(row, outcomes);
    if (row.people !== undefined) program.row(n, row.people, row.people);
    else program.row(n, 1, Infinity);
    if (row.events !== undefined) program.row(e, row.events, row.events);
    else if (row.display) codedRows(row, n, e, program);
  }
  for (const [one, other] of sameRows(rows, isSame)) {
    program.row([...sumOf(one, people), ...negative(sumOf(other, people))], 0, 0);
    program.row([...sumOf(one, outcomes), ...negative(sumOf(other, outcomes))], 0, 0);
  }
  return program.open((rangeOf) =>
    rows.flatMap((row) => {
      if (row.events !== undefined && row.n !== undefined) return [];
      const n = sumOf(row, people);
      const e = sumOf(row, outcomes);
      const asked = [
        ['n', n],
        ['e', e],
        ['rest', [...n, ...negative(e)]],
      ];
      return asked.filter(([what]) => wanted(row, what)).map(([what, terms]) => ({ row, what, ...rangeOf(terms) }));
    }),
  );
}

/** A group that a published breakdown does not list has nobody in it. */
function impossible(rows, atoms) {
  const listed = new Map();
  for (const row of rows) {
    const breakdown = JSON.stringify([row.schoolId === null, Object.keys(row.group).sort()]);
    const places = listed.get(breakdown) ?? { row, places: new Set() };
    listed.set(breakdown, places);
    places.places.add(placeOf(row));
  }
  return atoms.map((atom) =>
    [...listed.values()].some(({ row, places }) => {
      const group = Object.fromEntries(Object.keys(row.group).map((name) => [name, atom.profile[name]]));
      return !places.has(placeOf({ schoolId: row.schoolId === null ? null : atom.schoolId, group }));
    }),
  );
}

function codedRows(row, n, e, program) {
  const [from, to] = percentsOf(row.display);
  if (row.people !== undefined) {
    const least = Math.max(0, Math.ceil((row.people * (2 * from - 1)) / 200));
    const most = Math.min(row.people, Math.ceil((row.people * (2 * to + 1)) / 200) - 1);
    program.row(e, least, most);
    return;
  }
  // e ≥ (from − ½) % of n, and e ≤ (to + ½) % of n
  if (from > 0) program.row([...e, ...n.map(([variable]) => [variable, -(2 * from - 1) / 200])], 0, Infinity);
  if (to < 100) program.row([...e, ...n.map(([variable]) => [variable, -(2 * to + 1) / 200])], -Infinity, 0);
}

function percentsOf(display) {
  const numbers = display.match(/\d+/g).map(Number);
  if (display.startsWith('<=')) return [0, numbers[0]];
  if (display.startsWith('>=')) return [numbers[0], 100];
  return [numbers[0], numbers[1] ?? numbers[0]];
}

function sameRows(rows, isSame) {
  const byPlace = new Map();
  const pairs = [];
  for (const row of rows) {
    const place = placeOf(row);
    const before = byPlace.get(place);
    if (before && before.release !== row.release && isSame(before, row)) pairs.push([before, row]);
    byPlace.set(place, row);
  }
  return pairs;
}

function isOf({ schoolId, profile }, row) {
  if (row.schoolId !== null && row.schoolId !== schoolId) return false;
  return Object.entries(row.group).every(([name, value]) => profile[name] === value);
}

function negative(terms) {
  return terms.map(([variable, factor]) => [variable, -factor]);
}

/** A linear program, gathered row by row and asked for the range of any sum. */
class Program {
  lower = [];
  upper = [];
  rows = [];

  variable(lower, upper) {
    this.lower.push(lower);
    this.upper.push(upper);
    return this.lower.length - 1;
  }

  row(terms, lower, upper) {
    if (terms.length > 0) this.rows.push({ terms: merged(terms), lower, upper });
  }

  open(use) {
    const model = highs.createModel();
    try {
      model.options.set({ output_flag: false, primal_feasibility_tolerance: 1e-9, dual_feasibility_tolerance: 1e-9 });
      const starts = [0];
      for (const { terms } of this.rows) starts.push(starts.at(-1) + terms.length);
      const terms = this.rows.flatMap((row) => row.terms);
      model.passModel({
        ...{ numCols: this.lower.length, numRows: this.rows.length, colCost: this.lower.map(() => 0) },
        ...{ colLower: this.lower, colUpper: this.upper },
        ...{ rowLower: this.rows.map(({ lower }) => lower), rowUpper: this.rows.map(({ upper }) => upper) },
        matrix: {
          ...{ format: 'csr', numRows: this.rows.length, numCols: this.lower.length, starts },
          ...{ indices: terms.map(([variable]) => variable), values: terms.map(([, factor]) => factor) },
        },
      });
      let before = new Map();
      const solve = (asked, sign) => {
        const costs = new Map(merged(asked).map(([variable, factor]) => [variable, sign * factor]));
        for (const variable of before.keys()) if (!costs.has(variable)) model.changeColCost(variable, 0);
        for (const [variable, cost] of costs) model.changeColCost(variable, cost);
        before = costs;
        let { modelStatus } = model.run();
        if (modelStatus === highs.constants.modelStatus.unknown) {
          // The solver lost its way from where the last solution was: it begins anew.
          model.clearSolver();
          ({ modelStatus } = model.run());
        }
        const { optimal, unbounded, unboundedOrInfeasible } = highs.constants.modelStatus;
        if (modelStatus === optimal) return sign * model.getObjectiveValue();
        if (modelStatus === unbounded || modelStatus === unboundedOrInfeasible) return sign * -Infinity;
        throw new Error(`the published tables contradict each other (solver status ${modelStatus})`);
      };
      return use((asked) => ({ least: solve(asked, 1) + 0, most: solve(asked, -1) + 0 }));
    } finally {
      model.dispose();
    }
  }
}

function merged(terms) {
  const sums = new Map();
  for (const [variable, factor] of terms) sums.set(variable, (sums.get(variable) ?? 0) + factor);
  return [...sums].filter(([, factor]) => factor !== 0);
}

/** Plain subtraction, again and again: a sum with one unknown part tells it. What the program finds contains it. */
export function subtract(rows) {
  const known = new Map(rows.filter(({ n }) => n !== undefined).map((row) => [placeOf(row), row.n]));
  const lines = linesOf(rows);
  const found = new Map();
  for (let isStable = false; !isStable;) {
    isStable = true;
    for (const { total, parts } of lines) {
      const unknown = [total, ...parts].filter((place) => !known.has(place));
      if (unknown.length !== 1) continue;
      const shown = parts.reduce((sum, place) => sum + (known.get(place) ?? 0), 0);
      const value = unknown[0] === total ? shown : known.get(total) - shown;
      known.set(unknown[0], value);
      found.set(unknown[0], value);
      isStable = false;
    }
  }
  return found;
}

function linesOf(rows) {
  const lines = new Map();
  const places = new Map(rows.map((row) => [placeOf(row), row]));
  for (const row of rows) {
    const parents = [
      ...(row.schoolId === null ? [] : [{ schoolId: null, group: row.group, by: 'school' }]),
      ...Object.keys(row.group).map((dropped) => ({
        schoolId: row.schoolId,
        group: Object.fromEntries(Object.entries(row.group).filter(([name]) => name !== dropped)),
        by: dropped,
      })),
    ];
    for (const parent of parents) {
      if (!places.has(placeOf(parent))) continue;
      const key = `${parent.by}|${Object.keys(row.group).sort().join()}|${placeOf(parent)}`;
      const line = lines.get(key) ?? { total: placeOf(parent), parts: [] };
      line.parts.push(placeOf(row));
      lines.set(key, line);
    }
  }
  return [...lines.values()];
}
