// A random district as a list of students: what the attack is tried on. Small, so that most groups are small ones.

/** A reproducible stream of numbers in [0, 1): mulberry32. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ATTRIBUTES = [
  ['raceEthnicity', ['A', 'B', 'C', 'D', 'E']],
  ['englishLearner', ['yes', 'no']],
  ['disability', ['yes', 'no', 'unknown']],
  ['grade', ['09', '10', '11', '12']],
];

/** @returns {{students: object[], attributes: string[]}} students with school, profile and two outcomes */
export function randomDistrict(random) {
  const whole = (from, to) => from + Math.floor(random() * (to - from + 1));
  const attributes = ATTRIBUTES.slice(0, whole(1, 3)).map(([name, values]) => [
    name,
    values,
    values.map(() => random() ** 3 + 0.01),
  ]);
  const schools = whole(1, 5);
  const pull = (values, weights) => {
    let at = random() * weights.reduce((sum, weight) => sum + weight, 0);
    return values[weights.findIndex((weight) => (at -= weight) <= 0)] ?? values[0];
  };
  const students = [];
  for (let school = 0; school < schools; school += 1) {
    const size = whole(1, 160);
    const base = random();
    for (let k = 0; k < size; k += 1) students.push(newStudent({ school, attributes, pull, random, base }));
  }
  return {
    students,
    attributes: attributes.map(([name]) => name),
    newOne: () => newStudent({ school: whole(0, schools - 1), attributes, pull, random, base: random() }),
  };
}

function newStudent({ school, attributes, pull, random, base }) {
  const profile = Object.fromEntries(attributes.map(([name, values, weights]) => [name, pull(values, weights)]));
  return { schoolId: `s${school}`, profile, outcomes: [random() < base, random() < base * 0.1] };
}

/** Plans of every form that may be published, at random. */
export function randomPlan(attributes, random) {
  const singles = attributes.map((by) => ({ by: [by], bySchool: random() < 0.7 }));
  const pairs =
    attributes.length > 1 && random() < 0.5 ? [{ by: attributes.slice(0, 2), bySchool: random() < 0.3 }] : [];
  return [...singles, ...pairs];
}

/** A little, or a lot, of what happens between two releases. */
export function changed({ students, newOne }, random) {
  const many = random() < 0.5 ? 1 + Math.floor(random() * 3) : 20 + Math.floor(random() * 40);
  const after = students.map((student) => ({
    ...student,
    profile: { ...student.profile },
    outcomes: [...student.outcomes],
  }));
  for (let k = 0; k < many; k += 1) {
    const at = Math.floor(random() * after.length);
    const what = random();
    if (what < 0.5) after.push(newOne());
    else if (what < 0.7 && after.length > 1) after.splice(at, 1);
    else if (what < 0.85) after[at].outcomes[0] = !after[at].outcomes[0];
    else after[at].profile = newOne().profile;
  }
  return after;
}
