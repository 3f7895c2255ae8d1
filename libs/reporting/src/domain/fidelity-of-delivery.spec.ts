import type { FidelityCheck } from '@evenground/contracts';
import fc from 'fast-check';
import { fidelityOf, overallOf } from './fidelity-of-delivery.js';
import type { SchoolDelivery } from './school-fidelity.js';
import * as northbay from '../northbay.double.js';

const { fidelityCriteria: criteria } = northbay.intervention();

function check(over: Partial<FidelityCheck> = {}): FidelityCheck {
  return { ...northbay.checks()[1]!, schoolId: 'a', items: [{ criterionId: 'lesson', met: 'yes' }], ...over };
}

function school(over: Partial<SchoolDelivery> & { sessions?: number } = {}): SchoolDelivery {
  const { sessions = 10, ...rest } = over;
  const schoolId = rest.schoolId ?? 'a';
  return {
    ...{ schoolId, unit: 'session', criteria, planned: 10, checks: [check(), check(), check()] },
    delivered: {
      ...{ schoolId, planned: sessions, plannedMinutes: String(sessions * 30), extra: 0, extraMinutes: '0' },
      ...{ qualitySum: 0, qualityCount: 0, studentsReached: 1 },
    },
    ...rest,
  };
}

describe('adherence', () => {
  it('counts a part by its own weight, an essential one twice', () => {
    const items = [
      { criterionId: 'lesson', met: 'yes' as const },
      { criterionId: 'length', met: 'no' as const },
    ];
    const adherence = (of: typeof criteria) =>
      fidelityOf([school({ criteria: of, checks: [check({ items })] })], null).adherence;
    expect(adherence(criteria)).toBeCloseTo(2 / 3);
    expect(adherence(criteria.map((each) => ({ ...each, ...(each.id === 'length' && { weight: 6 }) })))).toBeCloseTo(
      1 / 4,
    );
    expect(adherence(criteria.map((each) => ({ ...each, ...(each.id === 'lesson' && { weight: 0.5 }) })))).toBeCloseTo(
      1 / 2,
    );
  });
});

describe('levels', () => {
  it('are closed below: 0.80 is high, 0.60 is moderate', () => {
    // adherence, dosage and quality alike at the wanted value, nothing else known
    const at = (value: number) => {
      const items = Array.from({ length: 100 }, (_, at_) => ({
        criterionId: 'length',
        met: at_ < value * 100 ? ('yes' as const) : ('no' as const),
      }));
      const each = check({ items, quality: 1 + 3 * value, attended: undefined, offered: undefined });
      return fidelityOf([school({ planned: 100, sessions: value * 100, checks: [each, each, each] })], null).level;
    };
    expect([at(0.8), at(0.79), at(0.6), at(0.59)]).toEqual(['high', 'moderate', 'moderate', 'low']);
  });

  it('are not high when a known core part is under 0.60', () => {
    const full = check({ attended: 1, offered: 2, quality: 4 });
    const result = fidelityOf([school({ checks: [full, full, full] })], null);
    expect(result.overall).toBeGreaterThan(0.8);
    expect(result.level).toBe('moderate');
  });

  it('are capped at moderate when an essential part is missed in half of the checks', () => {
    const items = [...Array.from({ length: 20 }, () => ({ criterionId: 'length', met: 'yes' as const }))];
    const missed = check({ items: [...items, { criterionId: 'lesson', met: 'no' }], quality: 4 });
    const seen = check({ items: [...items, { criterionId: 'lesson', met: 'yes' }], quality: 4 });
    const result = fidelityOf([school({ checks: [missed, missed, seen, seen] })], null);
    expect(result.overall).toBeGreaterThan(0.8);
    expect(result).toMatchObject({ level: 'moderate', because: ['fidelity/essential-missed'] });
  });

  it.each<[string, SchoolDelivery[]]>([
    ['fidelity/adherence-not-seen', [school({ checks: [1, 2, 3].map(() => check({ items: [] })) })]],
    ['fidelity/nothing-planned-yet', [school({ planned: 0 })]],
    ['fidelity/too-few-checks', [school({ checks: [check(), check()] })]],
    [
      'fidelity/too-few-schools-checked',
      [school(), school({ schoolId: 'b', checks: [] }), school({ schoolId: 'c', checks: [] })],
    ],
    ['fidelity/self-checks-only', [school({ checks: [1, 2, 3].map(() => check({ method: 'self' })) })]],
  ])('are insufficient, %s', (reason, schools) => {
    const result = fidelityOf(schools, null);
    expect(result.level).toBe('insufficient');
    expect(result.because).toContain(reason);
  });

  it('name the schools that lag behind', () => {
    const weak = check({ items: [{ criterionId: 'lesson', met: 'no' }], quality: 1, attended: 1, offered: 10 });
    const schools = ['a', 'b', 'c', 'd'].map((schoolId) => school({ schoolId }));
    const result = fidelityOf([...schools, school({ schoolId: 'weak', sessions: 1, checks: [weak] })], null);
    expect(result.uneven).toEqual(['weak']);
    expect(result.because).toContain('fidelity/uneven');
  });
});

describe('parts', () => {
  it('count an essential item double, a partly as half, and what was not seen not at all', () => {
    const items: FidelityCheck['items'] = [
      { criterionId: 'lesson', met: 'yes' },
      { criterionId: 'language', met: 'partly' },
      { criterionId: 'length', met: 'notSeen' },
    ];
    expect(fidelityOf([school({ checks: [check({ items })] })], null).adherence).toBeCloseTo(2.5 / 3, 12);
  });

  it('weigh a check of oneself half in quality', () => {
    const checks = [check({ quality: 4 }), check({ quality: 1, method: 'self' })];
    expect(fidelityOf([school({ checks })], null).quality).toBeCloseTo((4.5 / 1.5 - 1) / 3, 12);
  });

  it('use minutes where the dose is in minutes', () => {
    expect(fidelityOf([school({ unit: 'minute', planned: 600, sessions: 10 })], null).dosage).toBeCloseTo(0.5, 12);
  });

  it('are weighted by planned units, and too much at one school does not make up for another', () => {
    const rolled = fidelityOf(
      [school({ planned: 30, sessions: 60 }), school({ schoolId: 'b', planned: 10, sessions: 5 })],
      null,
    );
    expect(rolled.dosage).toBeCloseTo((30 + 10 * 0.5) / 40, 12);
    expect(rolled.dosageRaw).toBeCloseTo(65 / 40, 12);
  });
});

const anyCheck = fc.record({
  met: fc.array(fc.constantFrom('yes' as const, 'partly' as const, 'no' as const, 'notSeen' as const), {
    maxLength: 4,
  }),
  quality: fc.option(fc.double({ min: 1, max: 4, noNaN: true }), { nil: undefined }),
  engagement: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  ...{ attended: fc.option(fc.nat(40), { nil: undefined }), offered: fc.option(fc.nat(30), { nil: undefined }) },
  method: fc.constantFrom('self' as const, 'observation' as const),
});
const anySchools = fc.array(
  fc.record({ planned: fc.nat(50), sessions: fc.nat(80), checks: fc.array(anyCheck, { maxLength: 4 }) }),
  { minLength: 1, maxLength: 5 },
);

function schoolsOf(drawn: ReturnType<(typeof anySchools)['generate']>['value']): SchoolDelivery[] {
  return drawn.map(({ planned, sessions, checks }, at) => {
    const made = checks.map(({ met, ...rest }) =>
      check({ ...rest, items: met.map((each, item) => ({ criterionId: criteria[item % 3]!.id, met: each })) }),
    );
    return school({ schoolId: `school-${at}`, planned, sessions, checks: made });
  });
}

it('keeps every part and the whole within 0 and 1, or null', () => {
  fc.assert(
    fc.property(anySchools, fc.option(fc.double({ min: 0, max: 1, noNaN: true })), (drawn, differentiation) => {
      const { adherence, dosage, quality, responsiveness, overall } = fidelityOf(schoolsOf(drawn), differentiation);
      for (const part of [adherence, dosage, quality, responsiveness, overall]) {
        expect(part === null || (part >= 0 && part <= 1)).toBe(true);
      }
    }),
  );
});

it('never lowers dosage by delivering more', () => {
  fc.assert(
    fc.property(anySchools, fc.nat(4), fc.nat(20), (drawn, at, more) => {
      const richer = drawn.map((each, index) => (index === at ? { ...each, sessions: each.sessions + more } : each));
      const before = fidelityOf(schoolsOf(drawn), null).dosage;
      const after = fidelityOf(schoolsOf(richer), null).dosage;
      expect((after ?? 0) - (before ?? 0)).toBeGreaterThanOrEqual(-1e-12);
    }),
  );
});

it('never counts an unknown part as 0', () => {
  const part = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
  const parts = fc.record({
    adherence: part,
    dosage: part,
    quality: part,
    responsiveness: part,
    differentiation: part,
  });
  fc.assert(
    fc.property(parts, (each) => {
      const known = Object.values(each).filter((value) => value !== null);
      const overall = overallOf(each);
      if (known.length === 0) expect(overall).toBeNull();
      else expect(overall).toBeGreaterThanOrEqual(Math.min(...known) - 1e-12);
    }),
  );
});
