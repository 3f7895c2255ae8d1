// The sample keeps living: school day after school day arrives, school by school, with sessions and incidents;
// when today is reached, late corrections and today's sessions go on.
import { setTimeout as pause } from 'node:timers/promises';
import { draws } from '../sample-district/population.mjs';
import { TRANSPORT_ID, TUTORING_ID } from '../sample-district/generate.mjs';

/**
 * @param {{ client: object, pupils: Map<string, string[]>, treatedSchools: string[], days: string[], everyMs: number, seed: number, signal: AbortSignal }} options
 *   `pupils`: school → its students now; `days`: the school days still to come, up to today
 */
export async function liveOn({ client, pupils, treatedSchools, days, everyMs, seed, signal }) {
  const schools = [...pupils.keys()];
  for (const date of days) {
    await client.records(schools.map((schoolId) => ({ type: 'calendar', schoolId, date, instructional: true })));
    for (const schoolId of schools) {
      if (signal.aborted) return;
      const draw = draws(seed, `live ${date}`, schoolId);
      const treated = treatedSchools.includes(schoolId);
      const absent = treated ? 0.045 : 0.075;
      await inSlices(
        pupils.get(schoolId),
        (studentId) => ({
          type: 'attendance',
          studentId,
          date,
          schoolId,
          status: draw() < absent ? (draw() < 0.6 ? 'excused' : 'unexcused') : 'present',
        }),
        client,
      );
      if (draw() < 0.4) await incident(client, schoolId, pupils.get(schoolId), date, draw);
      if (treated) await session(client, draw() < 0.7 ? TUTORING_ID : TRANSPORT_ID, schoolId, date, draw);
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
  for (let round = 0; !signal.aborted; round++) {
    const draw = draws(seed, 'late', round);
    const schoolId = treatedSchools[Math.floor(draw() * treatedSchools.length)];
    const date = days.at(-1 - Math.floor(draw() * Math.min(10, days.length)));
    const some = pupils.get(schoolId).filter(() => draw() < 0.02);
    // Late notes: an absence turns out to have been a presence.
    if (some.length > 0)
      await client.records(
        some.map((studentId) => ({ type: 'attendance', studentId, date, schoolId, status: 'present' })),
      );
    await session(client, round % 2 === 0 ? TUTORING_ID : TRANSPORT_ID, schoolId, date, draw, `-late-${round}`);
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function inSlices(students, record, client) {
  for (let from = 0; from < students.length; from += 1000)
    await client.records(students.slice(from, from + 1000).map(record));
}

const incident = (client, schoolId, students, date, draw) =>
  client.records([
    {
      type: 'discipline',
      schoolId,
      incidentId: `live-${date}-${schoolId}`,
      studentId: students[Math.floor(draw() * students.length)],
      actionId: '1',
      date,
      behavior: draw() < 0.5 ? 'disruption' : 'fighting',
      action: draw() < 0.3 ? 'out-of-school-suspension' : 'in-school-suspension',
      days: '1',
    },
  ]);

const session = (client, interventionId, schoolId, date, draw, more = '') =>
  client.records([
    {
      type: 'deliveries',
      deliveryId: `${interventionId}-${schoolId}-${date}-live${more}`,
      interventionId,
      schoolId,
      date,
      minutes: '30',
      planned: true,
      quality: draw() < 0.7 ? 3 : 4,
      deliveredBy: 'tutor',
    },
  ]);
