/** Counts what the files say, while they are written: the numbers that the product must find again. */
export class AnswerSheet {
  #cells = new Map();

  /** One student's part of a rate: `event` true or false. */
  rate(indicator, period, schoolId, student, grade, event) {
    for (const group of groupsOf(student, grade)) {
      this.#add(`${indicator}|${period}|${schoolId}|${group}`, event);
      this.#add(`${indicator}|${period}|*|${group}`, event);
    }
  }

  #add(key, event) {
    const cell = this.#cells.get(key) ?? { n: 0, events: 0 };
    cell.n += 1;
    if (event) cell.events += 1;
    this.#cells.set(key, cell);
  }

  /** [{indicator, period, schoolId ('*' = the district), attribute, value, n, events}], sorted. */
  rows() {
    return [...this.#cells.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, cell]) => {
        const [indicator, period, schoolId, group] = key.split('|');
        const [attribute, value] = group.split('=');
        return { indicator, period, schoolId, attribute, value, ...cell };
      });
  }
}

const yes = (flag) => (flag ? 'yes' : 'no');

function groupsOf(student, grade) {
  return [
    'all=all',
    `raceEthnicity=${student.race}`,
    `englishLearner=${yes(student.englishLearner)}`,
    `disability=${yes(student.disability)}`,
    `economicallyDisadvantaged=${yes(student.economicallyDisadvantaged)}`,
    `gender=${student.gender}`,
    `grade=${grade}`,
  ];
}
