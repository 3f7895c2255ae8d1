import { isAccessRefused } from './access-refused.js';
import type { Principal } from './principal.js';
import { districtOf, mayReadUnsuppressed, requireSchools, schoolsOf } from './scope.js';

const principal = (over: Partial<Principal>): Principal => ({
  ...{ id: 'p', roles: ['principal'], districts: ['d1'], schools: ['s1', 's2'], clientScopes: [], ...over },
});

function outcome(run: () => unknown): unknown {
  try {
    return run() ?? 'fine';
  } catch (error) {
    if (isAccessRefused(error)) return `${error.status} ${error.code}`;
    throw error;
  }
}

describe('the district of a request', () => {
  test.each<[string, readonly string[] | '*', string | undefined, string]>([
    ['the only one, when none is named', ['d1'], undefined, 'd1'],
    ['the named one of one', ['d1'], 'd1', 'd1'],
    ['the named one of several', ['d1', 'd2'], 'd2', 'd2'],
    ['any named one, for all', '*', 'd9', 'd9'],
    ['another one is unknown', ['d1'], 'd2', '404 district/unknown'],
    ['nothing is in scope', [], 'd1', '404 district/unknown'],
    ['none named of several', ['d1', 'd2'], undefined, '400 district/missing'],
    ['none named of all', '*', undefined, '400 district/missing'],
    ['an empty name is none', '*', '', '400 district/missing'],
  ])('%s', (_says, districts, asked, expected) => {
    expect(outcome(() => districtOf(principal({ districts }), asked))).toBe(expected);
  });
});

describe('schools in scope', () => {
  test('are needed all', () => {
    expect(outcome(() => requireSchools(principal({}), ['s1', 's2']))).toBe('fine');
    expect(outcome(() => requireSchools(principal({}), ['s1', 's3']))).toBe('403 scope/outside');
    expect(outcome(() => requireSchools(principal({}), 'district'))).toBe('403 scope/outside');
    expect(outcome(() => requireSchools(principal({}), []))).toBe('403 scope/outside');
    expect(outcome(() => requireSchools(principal({ schools: '*' }), 'district'))).toBe('fine');
  });

  test('are all for a district administrator', () => {
    expect(schoolsOf(principal({ roles: ['district-administrator'], schools: [] }))).toBe('*');
    expect(
      outcome(() => requireSchools(principal({ roles: ['district-administrator'], schools: [] }), 'district')),
    ).toBe('fine');
  });
});

describe('unsuppressed live numbers', () => {
  test.each<[string, Partial<Principal>, readonly string[] | 'district', boolean]>([
    ['a principal for the own school', {}, ['s1'], true],
    ['a principal for another school', {}, ['s1', 's3'], false],
    ['a principal for the district', {}, 'district', false],
    ['a teacher never', { roles: ['teacher'], schools: '*' }, ['s1'], false],
    ['an equity lead in scope', { roles: ['equity-lead'] }, ['s2'], true],
    ['an equity lead of all schools for the district', { roles: ['equity-lead'], schools: '*' }, 'district', true],
    ['an equity lead of two schools for the district', { roles: ['equity-lead'] }, 'district', false],
    ['the administrator', { roles: ['district-administrator'], schools: [] }, 'district', true],
    ['a client with read only', { roles: ['service-account'], clientScopes: ['read'], schools: '*' }, ['s1'], false],
    [
      'a client with read-live',
      { roles: ['service-account'], clientScopes: ['read-live'], schools: '*' },
      'district',
      true,
    ],
    ['a state analyst never', { roles: ['state-analyst'], schools: '*' }, 'district', false],
  ])('%s', (_who, over, schools, expected) => {
    expect(mayReadUnsuppressed(principal(over), schools)).toBe(expected);
  });
});
