import { spellings } from './read-query.js';

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
