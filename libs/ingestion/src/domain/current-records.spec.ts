import fc from 'fast-check';
import { floorKey, isWithdrawnBy, judge, withdrawn, type IncomingRecord, type Verdict } from './current-records.js';
import { PackedRecords, type CurrentRecord } from './packed-records.js';
import { compareOrder } from './record-order.js';
import { NO_ROWS, rowsOf, withVerdict } from './upload-state.js';

const row = (uploadSequence: number, line: number, grade: string, source = 'default', key = 'a'): IncomingRecord => ({
  ...{ type: 'students', student: `0.0.${key}`, key: ['2025-26'], source, uploadId: `u${uploadSequence}` },
  content: { schoolYear: '2025-26', grade },
  order: { uploadSequence, line },
});

/** given(rows kept before).when(row).then(verdict, content) */
function given(...before: readonly IncomingRecord[]) {
  let current: CurrentRecord | undefined;
  for (const kept of before) current = judge(current, kept, {}).becomes ?? current;
  return {
    when: (incoming: IncomingRecord, floors = {}) => ({
      then: (verdict: Verdict, grade: string | undefined) => {
        const judged = judge(current, incoming, floors);
        const after = judged.becomes ?? current;
        expect([judged.verdict, after?.isLive === true ? after.content['grade'] : undefined]).toEqual([verdict, grade]);
      },
    }),
  };
}

describe('the judge', () => {
  it('accepts a new record', () =>
    given()
      .when(row(1, 2, '03'))
      .then('accepted', '03'));
  it('corrects a record whose content differs', () =>
    given(row(1, 2, '03'))
      .when(row(2, 2, '04'))
      .then('corrected', '04'));
  it('leaves a record that is the same', () =>
    given(row(1, 2, '03'))
      .when(row(2, 2, '03'))
      .then('unchanged', '03'));
  it('leaves a record alone when an older row comes late', () =>
    given(row(2, 2, '03'))
      .when(row(1, 9, '04'))
      .then('stale', '03'));
  it('lets the later line of one file win', () =>
    given(row(1, 2, '03'))
      .when(row(1, 3, '04'))
      .then('corrected', '04'));
  it('judges the same row again as unchanged', () =>
    given(row(1, 2, '03'))
      .when(row(1, 2, '03'))
      .then('unchanged', '03'));
  it('advances the order of what is unchanged', () =>
    given(row(1, 2, '03'), row(5, 2, '03'))
      .when(row(3, 2, '04'))
      .then('stale', '03'));
  it('revives nothing below the floor of a replace', () =>
    given()
      .when(row(3, 2, '03'), { [floorKey('students', '2025-26', 'default')]: 4 })
      .then('stale', undefined));
  it('takes in what another source says, whatever the floor of the first', () =>
    given()
      .when(row(3, 2, '03', 'charter'), { [floorKey('students', '2025-26', 'default')]: 4 })
      .then('accepted', '03'));
});

const incoming = fc.record({
  uploadSequence: fc.integer({ min: 1, max: 6 }),
  line: fc.integer({ min: 1, max: 3 }),
  source: fc.constantFrom('default', 'charter'),
  key: fc.constantFrom('a', 'b', 'c'),
});
/** One content per (sequence, line): a row is what it is, however often it is delivered. */
const rowsOfUploads = fc
  .uniqueArray(incoming, {
    minLength: 1,
    maxLength: 24,
    selector: ({ uploadSequence, line, key }) => `${uploadSequence}/${line}/${key}`,
  })
  .map((rows) =>
    rows.map(({ uploadSequence, line, source, key }) =>
      row(uploadSequence, line, `${(uploadSequence + line) % 3}`, source, key),
    ),
  );
type Step = { readonly row: IncomingRecord } | { readonly replace: number; readonly source: string };

function run(steps: readonly Step[]): readonly unknown[] {
  const records = new PackedRecords();
  const floors: Record<string, number> = {};
  for (const step of steps) {
    if ('row' in step) {
      const { becomes } = judge(records.get(step.row.student, step.row.key), step.row, floors);
      if (becomes !== undefined) records.set(becomes);
      continue;
    }
    const key = floorKey('students', '2025-26', step.source);
    floors[key] = Math.max(floors[key] ?? 0, step.replace);
    const scope = { uploadSequence: step.replace, source: step.source, schoolYears: ['2025-26'] };
    for (const record of [...records.all()])
      if (isWithdrawnBy(record, 'students', scope)) records.set(withdrawn(record));
  }
  return live(records);
}

function live(records: PackedRecords): readonly unknown[] {
  return [...records.all()]
    .filter(({ isLive }) => isLive)
    .map(({ student, content, order }) => [student, content['grade'], order.uploadSequence, order.line])
    .sort();
}

describe('current records', () => {
  it('are the same after any permutation and repetition of rows and completed replaces', () => {
    const replaces = fc.array(
      fc.record({ replace: fc.integer({ min: 1, max: 7 }), source: fc.constantFrom('default', 'charter') }),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(rowsOfUploads, replaces, fc.infiniteStream(fc.nat()), (rows, floors, randoms) => {
        const steps: Step[] = [...rows.map((each) => ({ row: each })), ...floors];
        const repeated = [...steps, ...steps.filter((_, index) => index % 3 === 0)];
        const shuffled = repeated
          .map((step) => ({ step, at: randoms.next().value as number }))
          .sort((left, right) => left.at - right.at)
          .map(({ step }) => step);
        expect(run(shuffled)).toEqual(run(steps));
      }),
      { numRuns: 2000 },
    );
  });

  it('are the newest row of each key that no replace left out', () => {
    fc.assert(
      fc.property(rowsOfUploads, fc.integer({ min: 0, max: 7 }), (rows, floor) => {
        const newest = new Map<string, IncomingRecord>();
        for (const each of rows) {
          const known = newest.get(each.student);
          if (known === undefined || compareOrder(each.order, known.order) > 0) newest.set(each.student, each);
        }
        const expected = [...newest.values()].filter(
          ({ source, order }) => source !== 'default' || order.uploadSequence >= floor,
        );
        const steps: Step[] = [...rows.map((each) => ({ row: each })), { replace: floor, source: 'default' }];
        expect(run(steps).map((record) => (record as unknown[])[0])).toEqual(
          expected.map(({ student }) => student).sort(),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('count every row once, whatever the verdicts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom<Verdict>('accepted', 'corrected', 'unchanged', 'stale'), fc.boolean())),
        (verdicts) => {
          const counts = verdicts.reduce(
            (sum, [verdict, isSuppressed]) => withVerdict(sum, verdict, isSuppressed),
            NO_ROWS,
          );
          expect(rowsOf(counts)).toBe(verdicts.length);
          expect(counts.suppressed).toBeLessThanOrEqual(counts.accepted);
          expect(counts.stale).toBeLessThanOrEqual(counts.unchanged);
        },
      ),
    );
  });

  it('come out of their documents as they went in', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
    const content = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'attribute:x'), value);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ key: fc.string(), content, line: fc.nat(), isLive: fc.boolean() }), {
          selector: ({ key }) => key,
        }),
        (given) => {
          const records: CurrentRecord[] = given.map(({ key, content: fields, line, isLive }) => ({
            student: '1.2.x',
            key: [key],
            content: { ...fields },
            order: { uploadSequence: 3, line },
            uploadId: 'u',
            source: 's',
            isLive,
            namedBy: line % 2,
          }));
          const document = new PackedRecords(records).pack({ district: 'd', packKey: 'd/1.2', part: 0, parts: 1 });
          const unpacked = PackedRecords.unpack(JSON.parse(JSON.stringify(document)) as typeof document);
          expect([...unpacked.all()]).toEqual(records);
        },
      ),
    );
  });
});
