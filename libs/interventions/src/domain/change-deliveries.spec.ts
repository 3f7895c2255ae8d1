import { DeliveredAtSchool } from '@evenground/contracts';
import fc from 'fast-check';
import { PartFinder, changeDeliveries, monthOf } from './change-deliveries.js';
import { sumOfDecimals } from './decimal-sum.js';
import { type DeliveryChange, type KeptDelivery, idOf } from './delivery.js';
import { type DeliveryPart, PART_CAPACITY, deliveredBySchool, digestOf } from './delivery-parts.js';

/** A ledger in memory, changed as the store changes it: what fingerprints point at, and the open parts. */
class Ledger {
  parts: DeliveryPart[] = [];
  open: Readonly<Record<string, number>> = {};
  change(changes: readonly DeliveryChange[]): readonly string[] {
    const finder = new PartFinder(this.parts.map(digestOf));
    const numbers = changes.flatMap((change) => {
      const taking = change.kind === 'put' ? this.open[monthOf(change.delivery)] : undefined;
      return [...finder.candidates(idOf(change)), ...(taking === undefined ? [] : [taking])];
    });
    const loaded = new Map(numbers.map((number) => [number, this.parts[number]!]));
    const changed = changeDeliveries({ loaded, partCount: this.parts.length, open: this.open }, changes);
    for (const [number, part] of changed.changed) this.parts[number] = part;
    this.open = changed.open;
    return changed.results;
  }
  get delivered(): DeliveredAtSchool[] {
    return deliveredBySchool(this.parts.map(digestOf));
  }
}

/** The oracle: the same totals from the rows alone. */
function recompute(rows: readonly KeptDelivery[]): DeliveredAtSchool[] {
  return [...new Set(rows.map(({ schoolId }) => schoolId))].sort().map((schoolId) => {
    const at = rows.filter((row) => row.schoolId === schoolId);
    const [planned, extra] = [at.filter((row) => row.planned), at.filter((row) => !row.planned)];
    const quality = at.flatMap((row) => row.quality ?? []);
    return {
      ...{ schoolId, planned: planned.length, extra: extra.length },
      plannedMinutes: sumOfDecimals(planned.flatMap(({ minutes }) => minutes ?? [])),
      extraMinutes: sumOfDecimals(extra.flatMap(({ minutes }) => minutes ?? [])),
      qualitySum: quality.reduce((sum, each) => sum + each, 0),
      qualityCount: quality.length,
      studentsReached: new Set(at.flatMap(({ student }) => student ?? [])).size,
      lastOn: at
        .map(({ date }) => date)
        .sort()
        .at(-1),
    };
  });
}

const ids = Array.from({ length: 30 }, (_none, at) => `d${at}`);
const delivery: fc.Arbitrary<KeptDelivery> = fc.record(
  {
    id: fc.constantFrom(...ids),
    schoolId: fc.constantFrom('s1', 's2', 's3'),
    date: fc.constantFrom('2026-01-30', '2026-01-31', '2026-02-01', '2026-03-05'),
    planned: fc.boolean(),
    minutes: fc.constantFrom('30', '0.1', '0.2', '45.5'),
    quality: fc.integer({ min: 1, max: 4 }),
    student: fc.constantFrom('k1', 'k2', 'k3'),
  },
  { requiredKeys: ['id', 'schoolId', 'date', 'planned'] },
);
const change: fc.Arbitrary<DeliveryChange> = fc.oneof(
  { weight: 4, arbitrary: delivery.map((each): DeliveryChange => ({ kind: 'put', delivery: each })) },
  fc.constantFrom(...ids).map((id): DeliveryChange => ({ kind: 'withdraw', id })),
  fc.constantFrom(...ids).map((id): DeliveryChange => ({ kind: 'forget-student', id })),
);

function rowsAfter(changes: readonly DeliveryChange[]): KeptDelivery[] {
  const rows = new Map<string, KeptDelivery>();
  for (const each of changes) {
    const known = rows.get(idOf(each));
    if (each.kind === 'put') rows.set(each.delivery.id, each.delivery);
    else if (each.kind === 'withdraw') rows.delete(each.id);
    else if (known) rows.set(each.id, { ...known, student: undefined });
  }
  return [...rows.values()];
}

describe('deliveries in parts', () => {
  test('add up to what a recompute of the kept rows says, whatever the steps', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 25 }), { maxLength: 6 }), (steps) => {
        const ledger = new Ledger();
        for (const step of steps) ledger.change(step);
        expect(ledger.delivered).toEqual(recompute(rowsAfter(steps.flat())));
      }),
    );
  });

  test('N13: the same step again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.array(delivery, { maxLength: 20 }), { minLength: 1, maxLength: 4 }), (steps) => {
        const ledger = new Ledger();
        const puts = steps.map((step) => step.map((each): DeliveryChange => ({ kind: 'put', delivery: each })));
        for (const step of puts) ledger.change(step);
        const before = structuredClone(ledger.delivered);
        const newest = rowsAfter(puts.flat()).map((each): DeliveryChange => ({ kind: 'put', delivery: each }));
        expect(new Set(ledger.change(newest))).toEqual(new Set(newest.length > 0 ? ['unchanged'] : []));
        expect(ledger.delivered).toEqual(before);
      }),
    );
  });

  test('the order in which different deliveries come does not matter', () => {
    const one = fc.uniqueArray(delivery, { selector: ({ id }) => id, maxLength: 30 });
    fc.assert(
      fc.property(
        one.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          const [ordered, mixed] = [new Ledger(), new Ledger()];
          ordered.change(rows.map((each) => ({ kind: 'put', delivery: each })));
          for (const each of shuffled) mixed.change([{ kind: 'put', delivery: each }]);
          expect(mixed.delivered).toEqual(ordered.delivered);
        },
      ),
    );
  });

  test('parts stay within their capacity, below 64 KB, and of one month', () => {
    const ledger = new Ledger();
    for (let block = 0; block < 8; block += 1) {
      ledger.change(
        Array.from({ length: 500 }, (_none, at): DeliveryChange => {
          const id = `delivery-of-a-long-vendor-identifier-${block}-${at}`;
          const date = `2026-0${1 + (at % 2)}-10`;
          const more = {
            minutes: '45.25',
            quality: 3,
            deliveredBy: 'paraprofessional',
            student: `12.3456.${'x'.repeat(22)}`,
          };
          return {
            kind: 'put',
            delivery: { id, schoolId: 'school-1', date, planned: true, loggedBy: 'y'.repeat(43), ...more },
          };
        }),
      );
    }
    expect(ledger.parts).toHaveLength(2 * Math.ceil(2_000 / PART_CAPACITY));
    for (const part of ledger.parts) {
      expect(part.rows.length).toBeLessThanOrEqual(PART_CAPACITY);
      expect(JSON.stringify(part).length).toBeLessThan(100_000);
      expect(new Set(part.rows.map(monthOf))).toEqual(new Set([part.month]));
    }
    expect(DeliveredAtSchool.array().parse(ledger.delivered)).toMatchObject([
      { planned: 4_000, plannedMinutes: '181000' },
    ]);
  });
});

describe('sums of decimals', () => {
  test('are exact and short', () => {
    expect(sumOfDecimals(['0.1', '0.2'])).toBe('0.3');
    expect(sumOfDecimals([])).toBe('0');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_440_000 })), (thousandths) => {
        const total = thousandths.reduce((sum, each) => sum + each, 0);
        expect(
          sumOfDecimals(
            thousandths.map((each) => `${Math.floor(each / 1_000)}.${String(each % 1_000).padStart(3, '0')}`),
          ),
        ).toBe(String(total / 1_000));
      }),
    );
  });
});
