import { DISTRICT, OneDistrict, type Row } from '../one-district.suite.js';

const YEAR = '2025-26';
const student = (bucket: number, pack: number, name: string) => `${bucket}.${pack}.${name}`;

function pupils(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    student: student(index % 4, index % 3, `s${index}`),
    schoolYear: YEAR,
    schoolId: index % 2 === 0 ? 'A' : 'B',
    grade: '9',
    raceEthnicity: index % 3 === 0 ? 'Asian' : 'White',
    englishLearner: index % 5 === 0,
  }));
}

describe('measuring students', () => {
  let district: OneDistrict;
  beforeEach(async () => {
    district = await OneDistrict.open();
  });
  afterEach(() => district.close());

  it('counts the enrolled once, by profile and school', async () => {
    await district.rows('students', pupils(40));
    await district.settled();
    const dump = await district.dump();
    // a fifth of them learn English: the two indicators of the programme are theirs
    expect(dump.map(({ indicator }) => indicator)).toEqual(['el-exit', 'el-long-term', 'enrolled']);
    const enrolled = dump.find(({ indicator }) => indicator === 'enrolled');
    expect(enrolled?.cells.reduce((sum, { n }) => sum + n, 0)).toBe(40);
  });

  it('shows yearly chronic absence by group, and a correction replaces', async () => {
    await district.rows('students', pupils(40));
    const days = pupils(40).map(({ student: key }, index) => ({
      ...{ student: key, schoolYear: YEAR, daysEnrolled: '180', daysAbsent: index % 3 === 0 ? '18' : '17' },
    }));
    await district.rows('attendance', days);
    const answer = await district.gaps({ indicator: 'chronic-absence', period: YEAR, by: 'raceEthnicity' });
    expect(answer.groups).toMatchObject([
      { group: { raceEthnicity: 'Asian' }, n: 14, events: 14, rate: 1 },
      { group: { raceEthnicity: 'White' }, n: 26, events: 0, rate: 0 },
    ]);
    await district.rows('attendance', [{ ...days[1]!, daysAbsent: '18.0' }], 'corrected');
    const after = await district.gaps({ indicator: 'chronic-absence', period: YEAR, by: 'raceEthnicity' });
    expect(after.groups[1]).toMatchObject({ n: 26, events: 1 });
  });

  it('leaves no residue of what is withdrawn or erased', async () => {
    const all = pupils(12);
    await district.rows('students', all);
    await district.rows('attendance', [
      { student: all[0]!.student, schoolYear: YEAR, daysEnrolled: '100', daysAbsent: '50' },
      { student: all[1]!.student, schoolYear: YEAR, daysEnrolled: '100', daysAbsent: '50' },
    ]);
    await district.settled();
    await district.rows('attendance', [{ student: all[1]!.student, schoolYear: YEAR }], 'withdrawn');
    await district.erase(all[0]!.student);
    const dump = await district.dump();
    expect(dump.map(({ indicator }) => indicator)).toEqual(['el-exit', 'el-long-term', 'enrolled']);
    expect(dump.find(({ indicator }) => indicator === 'enrolled')?.cells.reduce((sum, { n }) => sum + n, 0)).toBe(11);
    const stored = JSON.stringify([
      (await district.store.list({ name: 'pack-parts' }, '', { limit: 1_000 })).items,
      (await district.store.list({ name: 'pack-columns' }, '', { limit: 1_000 })).items,
    ]);
    expect(stored).not.toContain('.s0"');
  });

  it('gives the same cells for shuffled, repeated and regrouped rows', async () => {
    const all = pupils(30);
    const days = all.map(({ student: key }, index) => ({
      student: key,
      schoolYear: YEAR,
      daysEnrolled: '170.5',
      daysAbsent: String(index),
    }));
    await district.rows('students', all);
    await district.rows('attendance', days);
    const expected = await district.dump();
    const other = await OneDistrict.open();
    try {
      for (const row of [...days].reverse()) await other.rows('attendance', [row]);
      await other.rows('attendance', days);
      await other.rows('students', [...all].reverse());
      await other.rows('students', all);
      expect(await other.dump()).toEqual(expected);
    } finally {
      await other.close();
    }
  });

  it('tells how far the stream is handled and which columns changed', async () => {
    await district.rows('students', [pupils(1)[0]!]);
    await district.settled();
    const touched: unknown[] = [];
    for await (const events of district.platform.log.replay('diagnostics.touched')) {
      for (const { event } of events) touched.push(event.data);
    }
    expect(touched).toContainEqual(
      expect.objectContaining({
        bucket: 0,
        handled: [{ topic: 'ingestion.records', stream: `${DISTRICT}/0`, sequence: 1 }],
        changes: ['enrolled', 'el-long-term', 'el-exit'].map((indicator) => ({
          indicator,
          period: YEAR,
          packs: ['0.0'],
        })),
      }),
    );
  });
});

describe('a large batch', () => {
  it('is committed in parts within the limits, and nothing of it is missing', async () => {
    const district = await OneDistrict.open();
    try {
      // One bucket, sixty packs, fourteen school years: several thousand documents from one stream.
      const years = Array.from({ length: 14 }, (_, index) => `${2010 + index}-${String(11 + index).padStart(2, '0')}`);
      const rows = Array.from({ length: 60 }, (_, pack) =>
        years.map((schoolYear) => ({ student: `0.${pack}.s`, schoolYear, schoolId: 'A', gender: 'F' })),
      ).flat();
      await district.rows('students', rows);
      await district.rows(
        'attendance',
        rows.map(({ student: key, schoolYear }) => ({
          student: key,
          schoolYear,
          daysEnrolled: '100',
          daysAbsent: '10',
        })),
      );
      const dump = await district.dump();
      expect(dump.filter(({ indicator }) => indicator === 'chronic-absence')).toHaveLength(14);
      for (const { indicator, cells } of dump) {
        expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(60);
        expect(cells.reduce((sum, { events }) => sum + events, 0)).toBe(indicator === 'chronic-absence' ? 60 : 0);
      }
    } finally {
      await district.close();
    }
  }, 30_000);

  it('spreads a part that has grown too large for one document, and finds every student again', async () => {
    const district = await OneDistrict.open();
    try {
      const text = 'x'.repeat(60);
      const rows = Array.from({ length: 1_200 }, (_, index) => ({
        ...{ student: `0.0.s${index}`, schoolYear: YEAR, schoolId: 'A', gender: 'F' },
        ...Object.fromEntries(Array.from({ length: 6 }, (_, own) => [`attribute:a${own}`, text])),
      }));
      await district.rows('students', rows);
      expect((await district.dump())[0]?.cells).toMatchObject([{ n: 1_200 }]);
      await district.rows(
        'students',
        rows.slice(0, 3).map((row) => ({ ...row, gender: 'M' })),
        'corrected',
      );
      expect((await district.dump())[0]?.cells.map(({ n }) => n).sort()).toEqual([1_197, 3]);
    } finally {
      await district.close();
    }
  }, 30_000);
});
