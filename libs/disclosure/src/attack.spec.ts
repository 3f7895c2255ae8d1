import { attack } from '../../../tools/disclosure-attack/attack.mjs';
import { tryDistricts } from '../../../tools/disclosure-attack/try-districts.mjs';
import { frameOf } from './frame.js';
import { DEFAULT_POLICY, policyNamed } from './policies.js';
import { protectFrame } from './protect-frame.js';
import { publishFrame } from './publish-frame.js';

/** The long form: `npm run disclosure-attack -- 2000`. */
describe('the attack on releases of random districts', () => {
  const control = { frameOf, protectFrame, publishFrame, policy: policyNamed(DEFAULT_POLICY)! };

  it('finds no small number, in what one release or two together tell', () => {
    const { violations, asked, exact, carried } = tryDistricts(control, { districts: 12, seed: 5 });
    expect(violations).toEqual([]);
    expect(asked).toBeGreaterThan(500);
    expect(exact).toBeGreaterThan(20);
    expect(carried).toBeGreaterThan(0);
  }, 120_000);

  it('bites: where small groups alone are hidden it finds them, by every means', () => {
    const { violations } = tryDistricts(control, { districts: 8, seed: 1, isOff: true });
    expect(new Set(violations.map(({ kind }) => kind))).toEqual(new Set(['range', 'subtraction', 'change']));
    expect(violations.length).toBeGreaterThan(100);
  }, 120_000);

  it('tells a hidden group from a total and the groups that are shown', () => {
    const row = (group: Record<string, string>, n?: number, events?: number) => ({
      ...{ release: 0, indicator: 0, schoolId: null, group, suppressed: n === undefined },
      ...(n !== undefined && { n, events: events! }),
    });
    const found = attack([row({}, 100, 40), row({ g: 'a' }, 60, 30), row({ g: 'b' }, 33, 10), row({ g: 'c' })], {
      ...{ schools: ['s'], values: { g: ['a', 'b', 'c'] } },
      ...{ isSame: () => false, wanted: () => true },
    });
    expect(found.map(({ what, least, most }) => [what, least, most])).toEqual([
      ['n', 7, 7],
      ['e', 0, 0],
      ['rest', 7, 7],
    ]);
  });
});
