import fc from 'fast-check';
import { isAccessRefused } from './access-refused.js';
import { grantsFor, may, requireGrant } from './may.js';
import { type Action, PERMISSIONS } from './permissions.js';
import { type Principal, ROLES, type Role } from './principal.js';

/**
 * What the workflow's table says, written down by column T P L S D A R V X, apart from the code:
 * W writes, r reads, o own only, p published only, i invited, - nothing.
 */
const EXPECTED: Record<Action, string> = {
  'records.load': '---WW---W',
  'records.read': '-rrWW---W',
  'indicators.read': 'rrrrr---r',
  'student.erase.ask': '----W----',
  'student.erase.confirm': '---W-----',
  'gaps.read-live': 'rrrrr---r',
  'gaps.read-unsuppressed': '-rrrr---r',
  'student-rows.read': 'or-r-----',
  'problem-statements.write': '-WW-W----',
  'problem-statements.read': 'irrrr--i-',
  'hypotheses.write': '-WW-W----',
  'hypotheses.read': 'irrrr--i-',
  'cycles.write': '-WW-W----',
  'cycles.read': 'rrrrr--ir',
  'participation.write': 'iiiii-ii-',
  'participation.read': 'iiiii-ii-',
  'rounds.facilitate': '-WW-W----',
  'commitments.write': '-WW-W----',
  'plans.write': '-WW-W----',
  'interventions.write': '-WW-W----',
  'interventions.read': 'rrrrr--ir',
  'deliveries.write': 'oW-W----W',
  'deliveries.read': 'orrrr---r',
  'fidelity-checks.write': '-WW------',
  'fidelity-checks.read': 'orrrr----',
  'frontline-reports.write': 'WW-------',
  'frontline-reports.triage': '--W------',
  'frontline-reports.answer': '-WWWW----', // §9.3: whom a report is routed to answers it; data-wrong goes to S
  'frontline-reports.read': 'orrrr----', // S by §9.3, only what is routed to S
  'adjustments.propose': 'WWW-W----',
  'adjustments.decide': '-WW-W----',
  'surveys.make': '-WW-W----',
  'surveys.answer': 'iii-i-Wi-',
  'listening.write': '-WW-W----',
  'free-text.read': '--r------',
  'team-health.read': 'ppr-r----',
  'decision-log.read': 'rrrrr--ir',
  'decision-log.write': '-WW-W----',
  'reflection.read': 'rrrrr---r',
  'decisions.write': '-WW-W----',
  'releases.prepare': '--WW-----',
  'releases.approve': '---WW----',
  'releases.read': 'rrrrrpppr',
  'lessons.write': '-WW-W----',
  'state-submissions.write': '---WW---W',
  'state-submissions.read': '---rrr--r',
  'state.read': '-----r---',
  'settings.write': '----W----',
  'settings.read': '-rrrr----',
  'audit.read': '----r----',
  operations: '----W----',
};
const LETTER = { write: 'W', read: 'r', own: 'o', published: 'p', invited: 'i' } as const;

/** The client scopes that open a row to a service account, apart from the code. */
const CLIENT_SCOPES: Partial<Record<Action, readonly string[]>> = {
  ...{ 'records.load': ['ingest'], 'records.read': ['ingest'], 'indicators.read': ['read', 'read-live', 'ingest'] },
  ...{ 'gaps.read-live': ['read', 'read-live'], 'gaps.read-unsuppressed': ['read-live'] },
  ...{
    'cycles.read': ['read'],
    'interventions.read': ['read'],
    'decision-log.read': ['read'],
    'reflection.read': ['read'],
  },
  ...{ 'deliveries.write': ['deliver'], 'deliveries.read': ['deliver'], 'releases.read': ['read', 'read-live'] },
  ...{ 'state-submissions.write': ['submit'], 'state-submissions.read': ['submit'] },
};
const EVERY_CLIENT_SCOPE = ['ingest', 'read', 'read-live', 'deliver', 'submit'];

const ACTIONS = Object.keys(EXPECTED) as Action[];
const as = (roles: readonly Role[], clientScopes: readonly string[] = EVERY_CLIENT_SCOPE): Principal => ({
  ...{ id: 'p', roles, districts: ['d1'], schools: ['s1'], clientScopes },
});

describe('the permission table', () => {
  test('has the rows that are expected, and no other', () => {
    expect(Object.keys(PERMISSIONS).sort()).toEqual([...ACTIONS].sort());
  });

  test.each(ACTIONS)('%s', (action) => {
    const columns = ROLES.map((role) => {
      const [grant] = grantsFor(as([role]), action);
      return grant === undefined ? '-' : LETTER[grant.may];
    });
    expect(columns.join('')).toBe(EXPECTED[action]);
  });

  test('a service account needs the right scope of its client, for every action', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTIONS), fc.subarray(EVERY_CLIENT_SCOPE), (action, scopes) => {
        const wanted = CLIENT_SCOPES[action] ?? [];
        expect(may(as(['service-account'], scopes), action)).toBe(wanted.some((scope) => scopes.includes(scope)));
      }),
      { numRuns: 2_000 },
    );
  });

  test('several roles may what one of them may, and nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTIONS), fc.subarray([...ROLES]), (action, roles) => {
        const expected = roles.some((role) => EXPECTED[action][ROLES.indexOf(role)] !== '-');
        expect(may(as(roles), action)).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
  });

  test('a client scope gives a person nothing', () => {
    expect(may(as(['teacher'], ['ingest', 'read-live']), 'records.load')).toBe(false);
    expect(may(as(['teacher'], ['read-live']), 'gaps.read-unsuppressed')).toBe(false);
  });
});

describe('a refusal', () => {
  const refusal = (roles: readonly Role[], action: Action): number => {
    try {
      requireGrant(as(roles), action);
      return 200;
    } catch (error) {
      if (isAccessRefused(error)) return error.status;
      throw error;
    }
  };

  test('is 404 on live numbers for those who see what was published, else 403', () => {
    for (const role of ['state-analyst', 'respondent', 'advocate'] as const) {
      expect(refusal([role], 'gaps.read-live')).toBe(404);
      expect(refusal([role], 'reflection.read')).toBe(404);
      expect(refusal([role], 'records.load')).toBe(403);
    }
    expect(refusal(['advocate', 'teacher'], 'gaps.read-live')).toBe(200);
    expect(refusal(['advocate', 'teacher'], 'gaps.read-unsuppressed')).toBe(403);
    expect(refusal([], 'gaps.read-live')).toBe(403);
  });
});
