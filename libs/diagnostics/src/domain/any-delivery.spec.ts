import { StreamOrder } from '@evenground/event-log';
import type { LogEvent } from '@evenground/contracts';
import fc from 'fast-check';
import type { StudentRow } from './student-rows.js';
import { NOTHING_KNOWN, evolve, type StudentState } from './student-state.js';

const CASES = 10_000;
const name = { topic: 'ingestion.records', stream: 'd/0' };

const flag = fc.constantFrom('A', 'B', 'C');
const someRow: fc.Arbitrary<StudentRow> = fc.oneof(
  fc.record({
    type: fc.constant('students' as const),
    content: fc.record({
      schoolYear: fc.constantFrom('2024-25', '2025-26'),
      schoolId: flag,
      englishLearner: fc.boolean(),
    }),
    withdrawn: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('attendance' as const),
    content: fc.record({
      date: fc.constantFrom('2025-09-01', '2025-09-02', '2026-03-03'),
      status: fc.constantFrom('present', 'excused', 'unexcused'),
    }),
    withdrawn: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('discipline' as const),
    content: fc.record({
      schoolId: flag,
      incidentId: fc.constantFrom('i1', 'i2'),
      actionId: fc.constant(''),
      date: fc.constantFrom('2025-10-01', '2026-10-01'),
      action: fc.constantFrom('none', 'out-of-school-suspension'),
    }),
    withdrawn: fc.boolean(),
  }),
);

/** Canonical text: equal states give equal bytes, whatever the order in which their keys were made. */
function bytesOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function eventOf(row: StudentRow, index: number): LogEvent {
  const sequence = index + 1;
  const envelope = {
    ...{ id: `e${sequence}`, type: 'records.accepted', source: '/ingestion', time: '2026-01-01T00:00:00.000Z' },
    ...{ version: 1, ...name, sequence, correlationId: 'u' },
  };
  return { envelope, data: row };
}

/** What a consumer makes of deliveries that come in any order, any number of times, and cut into any batches. */
function consumed(deliveries: readonly LogEvent[], batch: number): StudentState {
  const order = new StreamOrder(name);
  order.loaded(0);
  let state = NOTHING_KNOWN;
  const handle = (): void => {
    for (let run = order.ready(batch); run.length > 0; run = order.ready(batch)) {
      state = run.reduce((before, { data }) => evolve(before, data as StudentRow), state);
      order.settled(run.at(-1)!.envelope.sequence);
    }
  };
  for (const event of deliveries) {
    order.add(event);
    handle();
  }
  return state;
}

it(`any order and any repetition of the same events ends in the same bytes (${CASES} cases)`, () => {
  const given = fc.array(someRow, { minLength: 1, maxLength: 8 }).chain((rows) => {
    const events = rows.map(eventOf);
    const once = fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length });
    const again = fc.array(fc.constantFrom(...events), { maxLength: 6 });
    const shuffled = fc.tuple(once, again).chain(([all, more]) =>
      fc.shuffledSubarray([...all, ...more], {
        minLength: all.length + more.length,
        maxLength: all.length + more.length,
      }),
    );
    return fc.record({ events: fc.constant(events), deliveries: shuffled, batch: fc.integer({ min: 1, max: 5 }) });
  });
  fc.assert(
    fc.property(given, ({ events, deliveries, batch }) => {
      const inOrder = events.reduce<StudentState>(
        (state, { data }) => evolve(state, data as StudentRow),
        NOTHING_KNOWN,
      );
      expect(bytesOf(consumed(deliveries, batch))).toBe(bytesOf(inOrder));
    }),
    { numRuns: CASES },
  );
}, 60_000);
