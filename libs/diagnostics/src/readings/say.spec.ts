import fc from 'fast-check';
import { BUILT_IN_INDICATORS, PROFILE_ATTRIBUTES } from '@evenground/contracts';
import { rounded, say, sayTogether } from './say.js';
import { SENTENCES, type SentenceId } from './sentences.js';
import { attributeWords, groupWords, happenedWords, indicatorWords } from './words.js';

const ids = Object.keys(SENTENCES) as SentenceId[];
const placesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('sentences', () => {
  it.each(ids)('%s says the same values in both languages, and is translated', (id) => {
    const { en, es } = SENTENCES[id];
    expect(placesIn(es)).toEqual(placesIn(en));
    if (/[a-z]{4}/.test(en.replace(/\{\w+\}/g, ''))) expect(es).not.toBe(en);
  });

  it('leave no place unfilled, whatever is known', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.dictionary(fc.string(), fc.integer()), (id, values) => {
        const { english, spanish } = say(id, values);
        expect(english + spanish).not.toMatch(/\{\w+\}|undefined|NaN/);
      }),
    );
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'name what a district calls %s as the district wrote it',
    (name) => {
      expect(attributeWords(name)).toEqual({ en: name, es: name });
      expect(indicatorWords({ id: name, name: 'Own' })).toEqual({ en: 'Own', es: 'Own' });
      expect(happenedWords({ id: name, name: 'Own' }).en).toBe('count under “Own”');
    },
  );

  it('never call chance a cause, nor "no difference shown" no difference', () => {
    for (const id of ids) expect(SENTENCES[id].en).not.toMatch(/\bcaused\b|significant difference/);
    expect(SENTENCES['verdict.not-shown'].en).toContain('not the same as no difference');
  });

  it('put words in by language, and begin with a capital', () => {
    const group = groupWords({ englishLearner: 'yes' });
    const reading = say('adjusted.not-calculable', { group, reference: groupWords('others') });
    expect(reading.english).toBe(
      'The difference between students learning English and other students cannot be adjusted.',
    );
    expect(reading.spanish).toBe(
      'La diferencia entre estudiantes que aprenden inglés y otros estudiantes no se puede ajustar.',
    );
    expect(reading.values).toEqual({ group: 'students learning English', reference: 'other students' });
    const { english } = sayTogether([['gap.no-numbers', { group, reference: groupWords('overall'), why: 'x' }]]);
    expect(english).toBe('Students learning English and students in all cannot be compared here: x.');
  });
});

describe('words', () => {
  it('name every built-in attribute, and every indicator that most pages show, in both languages', () => {
    for (const attribute of PROFILE_ATTRIBUTES) {
      expect(attributeWords(attribute)).not.toEqual({ en: attribute, es: attribute });
    }
    for (const { id, name } of BUILT_IN_INDICATORS) {
      const { en, es } = indicatorWords({ id, name });
      expect(`${id}: ${es}`).not.toBe(`${id}: ${en}`);
    }
  });

  it('name groups people first, crossed ones and those nobody knows too', () => {
    expect(groupWords({ raceEthnicity: 'Asian', disability: 'yes' }).en).toBe(
      'Asian students, students with disabilities',
    );
    expect(groupWords({ grade: '09' }).es).toBe('estudiantes del grado 9');
    expect(groupWords({ gender: 'unknown' }).en).toBe('students of whom “gender” is not known');
    expect(groupWords({ 'attribute:bus': 'red' }).en).toBe('students with bus “red”');
    expect(groupWords({}).es).toBe('estudiantes en total');
    expect(happenedWords({ id: 'own', name: 'Own' }).en).toBe('count under “Own”');
  });

  it('round for sentences without a negative zero', () => {
    expect(Object.is(rounded(-0.01, 1), 0)).toBe(true);
    expect(rounded(14.16)).toBe(14.2);
  });
});
