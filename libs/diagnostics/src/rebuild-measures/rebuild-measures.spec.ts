import { recordKeyText } from '@evenground/contracts';
import { KeysHash } from '@evenground/event-log';
import { DISTRICT, OneDistrict, blockOf, type Row } from '../one-district.suite.js';
import { restatementIdOf } from './rebuild-measures.js';

const YEAR = '2025-26';
const STREAM = `${DISTRICT}/0`;
const pupils: Row[] = [0, 1, 2].map((index) => ({
  student: `0.${index % 2}.s${index}`,
  schoolYear: YEAR,
  schoolId: 'A',
}));

describe('rebuilding', () => {
  let district: OneDistrict;
  beforeEach(async () => {
    district = await OneDistrict.open();
    await district.rows('students', pupils);
    await district.settled();
  });
  afterEach(() => district.close());

  const rows = (of: readonly Row[]) => ({
    ...{ district: DISTRICT, uploadId: 'u', uploadSequence: 1, bucket: 0, type: 'students' },
    ...blockOf(of, 'accepted'),
  });
  const say = (type: string, data: unknown) => district.publish('ingestion.records', STREAM, type, data, 'request-1');

  async function restate(
    restatementId: string,
    of: readonly Row[],
    options: { reset?: boolean; count?: number } = {},
  ): Promise<void> {
    await say('restatement.begun', { restatementId, reset: options.reset ?? false });
    await say('records.accepted', rows(of));
    await district.rows('observations', [{ student: '0.0.late', indicator: 'x', period: YEAR, value: '1' }]);
    const keys = new KeysHash();
    keys.add(of.map(({ student }) => recordKeyText(student, 'students', [YEAR])).sort());
    await say('restatement.ended', { restatementId, count: options.count ?? keys.count, keysHash: keys.hex() });
  }

  async function outcome(): Promise<unknown> {
    const [newest] = await district.rooms.rebuildMeasures.list(DISTRICT);
    return newest?.streams.find(({ stream }) => stream === STREAM);
  }

  async function begun(): Promise<string> {
    return restatementIdOf((await district.rooms.rebuildMeasures.begin(DISTRICT, 'c')).status.rebuildId, STREAM);
  }

  it('ends in the same cells, under a new generation, and removes the old', async () => {
    const before = await district.dump();
    await restate(await begun(), pupils);
    expect(await district.dump()).toEqual(before);
    expect(await outcome()).toMatchObject({ outcome: 'taken-over', differences: 0 });
    expect((await district.rooms.cubes.bucketsOf(DISTRICT))[0]).toMatchObject({ generation: 1 });
    await district.until(async () => {
      const { items } = await district.store.list<{ generation: number }>({ name: 'pack-columns' }, '', {
        limit: 1_000,
      });
      return items.every(({ body }) => body.generation === 1);
    });
    expect(district.alarms).toEqual([]);
    expect((await district.gaps({ indicator: 'chronic-absence' })).reason).toBe('no-data');
  });

  it('refuses one that did not say all it promised; the living generation stays', async () => {
    const before = await district.dump();
    await restate(await begun(), pupils.slice(1), { count: 3 });
    expect(await district.dump()).toEqual(before);
    expect(await outcome()).toMatchObject({ outcome: 'refused' });
    expect(district.alarms).toEqual(['restatement-incomplete']);
  });

  it('forgets what a reset does not name, and shows it at once in cubes that were loaded', async () => {
    const enrolled = async () => (await district.dump())[0]?.cells.reduce((sum, { n }) => sum + n, 0);
    const cube = () =>
      district.rooms.cubes.cube({
        district: DISTRICT,
        indicator: 'enrolled',
        period: YEAR,
        attribution: 'accountable',
      });
    expect((await cube()).totals().n).toBe(3);
    await restate('gap-1', pupils.slice(1), { reset: true });
    expect(await enrolled()).toBe(2);
    expect((await cube()).totals().n).toBe(2);
    expect(district.alarms).toEqual(['rebuild-differs']);
  });

  it('takes a restatement that nobody here asked for as what it is: the same again', async () => {
    await restate('of-another', pupils.slice(2));
    await district.settled();
    expect((await district.rooms.cubes.bucketsOf(DISTRICT))[0]).toMatchObject({ generation: 0 });
    expect((await district.dump())[0]?.cells.reduce((sum, { n }) => sum + n, 0)).toBe(3);
  });
});

describe('what a rebuild leaves behind', () => {
  it('is removed by the next process, where the former one ended too early', async () => {
    const district = await OneDistrict.open();
    try {
      await district.rows('students', pupils);
      await district.settled();
      const bucket = { collection: { name: 'buckets' }, id: `${DISTRICT}|0`, expected: 'any' as const };
      const [living] = await district.store.load<object>(bucket.collection, [bucket.id]);
      // As if the living generation were another, and the process had been killed before removing this one.
      await district.store.commit({ writes: [{ ...bucket, body: { ...living!.body, generation: 1, columns: {} } }] });
      await district.rooms.restatements.sweepLeft();
      for (const name of ['packs', 'pack-parts', 'pack-columns']) {
        expect((await district.store.list({ name }, '', { limit: 10 })).items).toEqual([]);
      }
    } finally {
      await district.close();
    }
  });
});
