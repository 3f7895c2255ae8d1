// A district's columns for one indicator, written as measure-students writes them.
import { encodeColumn } from '../../libs/cube/dist/index.js';
import { buckets, packColumns } from '../../libs/diagnostics/dist/measure-students/collections.js';
import { idOf } from '../../libs/diagnostics/dist/measure-students/identifiers.js';
import { draws, gradeCode, studentAt } from '../sample-district/population.mjs';

export const DISTRICT = 'bench';
export const INDICATOR = 'chronic-absence';
export const PERIOD = '2025-26';
const BUCKETS = 64;
const PACK = 250;
const DOCUMENTS = 180; // of one commit

const yesNo = (flag) => (flag ? 'yes' : 'no');

/** Student `index` with the sample district's profiles; the first 1,000 are at the first school, and so on. */
export function pupilAt(seed, index, students, schools) {
  const who = studentAt(seed, index, 0);
  const risk = 0.08 + (who.economicallyDisadvantaged ? 0.1 : 0) + (who.englishLearner ? 0.06 : 0);
  return {
    schoolId: `S${String(Math.floor((index * schools) / students)).padStart(4, '0')}`,
    isEvent: draws(seed, 'bench', index)() < risk,
    profile: {
      raceEthnicity: who.race,
      gender: who.gender,
      grade: gradeCode(Math.min(12, who.gradeNow)),
      englishLearner: yesNo(who.englishLearner),
      disability: yesNo(who.disability),
      section504: yesNo(who.section504),
      economicallyDisadvantaged: yesNo(who.economicallyDisadvantaged),
      homeless: yesNo(who.homeless),
      fosterCare: yesNo(who.fosterCare),
      migrant: yesNo(who.migrant),
      militaryConnected: yesNo(who.militaryConnected),
    },
  };
}

export const packName = (number) => `${number % BUCKETS}.${Math.floor(number / BUCKETS)}`;

/** The column document of a pack of students. */
export function columnDocument(pack, pupils) {
  const bucket = Number(pack.split('.')[0]);
  const column = encodeColumn(
    pupils.map(({ schoolId, isEvent, profile }, seat) => ({
      ...{ studentKey: `${pack}.s${String(seat).padStart(3, '0')}`, schoolId, profile, counts: 'school-and-district' },
      ...{ n: 1, events: isEvent ? 1 : 0, sum: 0n, sumOfSquares: 0n },
    })),
  );
  const body = { district: DISTRICT, bucket, indicator: INDICATOR, period: PERIOD, pack, generation: 0, column };
  return { collection: packColumns, id: idOf(DISTRICT, INDICATOR, PERIOD, pack, 0), expected: 'any', body };
}

/** Writes all packs and what the buckets have; tells each student to `see`. */
export async function fillStore(store, { seed, students, schools }, see) {
  const packs = Math.ceil(students / PACK);
  const inBucket = new Array(BUCKETS).fill(0);
  let writes = [];
  for (let number = 0; number < packs; number += 1) {
    const pupils = [];
    for (let index = number * PACK; index < Math.min(students, (number + 1) * PACK); index += 1) {
      const pupil = pupilAt(seed, index, students, schools);
      pupils.push(pupil);
      see(index, pupil);
    }
    const pack = packName(number);
    inBucket[Number(pack.split('.')[0])] += 1;
    writes.push(columnDocument(pack, pupils));
    if (writes.length === DOCUMENTS || number === packs - 1) {
      await store.commit({ writes });
      writes = [];
    }
  }
  const kept = inBucket.flatMap((count, bucket) => (count === 0 ? [] : [{ bucket, count }]));
  await store.commit({
    writes: kept.map(({ bucket, count }) => ({
      ...{ collection: buckets, id: idOf(DISTRICT, bucket), expected: 'any' },
      body: { district: DISTRICT, bucket, generation: 0, columns: { [INDICATOR]: { [PERIOD]: count } } },
    })),
  });
  return packs;
}

/** A pack written again with some outcomes turned, and told as every change is. */
export async function changePack(store, { seed, students, schools }, number, turn) {
  const pupils = [];
  for (let index = number * PACK; index < Math.min(students, (number + 1) * PACK); index += 1) {
    const pupil = pupilAt(seed, index, students, schools);
    pupils.push(turn === index % 7 ? { ...pupil, isEvent: !pupil.isEvent } : pupil);
  }
  const pack = packName(number);
  const bucket = Number(pack.split('.')[0]);
  const changes = [{ indicator: INDICATOR, period: PERIOD, packs: [pack] }];
  await store.commit({
    writes: [columnDocument(pack, pupils)],
    publish: [
      {
        ...{ topic: 'diagnostics.touched', stream: `${DISTRICT}/${bucket}`, type: 'measures.touched' },
        ...{ data: { district: DISTRICT, bucket, handled: [], changes }, correlationId: 'bench' },
      },
    ],
  });
}
