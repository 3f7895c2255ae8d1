import { resolveReference, resolveValue, spellings } from './read-query.js';

describe('a grade in a filter', () => {
  it.each([
    ['9', ['9', '09']],
    ['09', ['09', '9']],
    ['10', ['10']],
    ['KG', ['KG']],
  ])('%s is looked for as %j', (asked, wanted) => {
    expect(spellings('grade', asked)).toEqual(wanted);
  });

  it('is the only attribute read so: a house 09 is not a house 9', () => {
    expect(spellings('attribute:house', '09')).toEqual(['09']);
  });
});

describe('a value in a filter', () => {
  it.each([
    ['englishLearner', 'TRUE', 'yes'],
    ['englishLearner', '1', 'yes'],
    ['englishLearner', 'n', 'no'],
    ['englishLearner', 'Unknown', 'unknown'],
    ['raceEthnicity', 'white', 'White'],
    ['raceEthnicity', 'HispanicOrLatinoEthnicity', 'Hispanic or Latino'],
    ['raceEthnicity', 'unknown', 'unknown'],
    ['gender', 'f', 'f'],
  ])('of %s may be written %s and means %s', (attribute, written, meant) => {
    expect(resolveValue(attribute, written)).toBe(meant);
  });

  it('is read alike where it is what others are compared with', () => {
    const groups = (attribute: string, ...values: string[]) =>
      values.map((value) => ({ group: { [attribute]: value } }));
    const races = groups('raceEthnicity', 'Asian', 'White');
    expect(resolveReference('WHITE', ['raceEthnicity', 'gender'], races)).toBe('White');
    expect(resolveReference('true', ['englishLearner'], groups('englishLearner', 'yes', 'no'))).toBe('yes');
    expect(resolveReference('9', ['grade'], groups('grade', '09', '10'))).toBe('09');
    expect(resolveReference('best', ['raceEthnicity'], races)).toBe('best');
    expect(resolveReference('nobody', ['raceEthnicity'], races)).toBe('nobody');
  });
});
