import {
  FLAG_WORDS,
  OWN_ATTRIBUTE_PREFIX,
  PROFILE_ATTRIBUTES,
  raceEthnicityNamed,
  recordTypeNamed,
  type Refusal,
} from '@evenground/contracts';
import type { Filter } from '@evenground/cube';

const profileAttributes: readonly string[] = PROFILE_ATTRIBUTES;

/** The items of a parameter that may be repeated or hold a comma list. */
export function itemsOf(parameter: string | readonly string[] | undefined): string[] {
  const given = parameter === undefined ? [] : typeof parameter === 'string' ? [parameter] : parameter;
  return given
    .flatMap((list) => list.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/**
 * `grade:9`, `grade:9|10`, `attribute:address:U`, `any(englishLearner:yes|formerEnglishLearner:yes)`; a comma begins the next filter only where one follows, so that a
 * value may hold commas.
 */
export function filtersOf(parameter: string | readonly string[] | undefined): Filter[] | Refusal {
  const given = parameter === undefined ? [] : typeof parameter === 'string' ? [parameter] : parameter;
  const filters: Filter[] = [];
  for (const text of given.flatMap(splitFilters)) {
    const composite = /^(any\(.+\))(?::(.+))?$/.exec(text);
    if (composite) {
      filters.push({ attribute: composite[1]!, values: (composite[2] ?? 'yes').split('|') });
      continue;
    }
    const isOwn = text.startsWith(OWN_ATTRIBUTE_PREFIX);
    const colon = text.indexOf(':', isOwn ? OWN_ATTRIBUTE_PREFIX.length : 0);
    if (colon <= 0 || colon === text.length - 1) {
      return {
        refused: 'where/invalid',
        detail: 'A filter is an attribute and its values.',
        field: 'where',
        was: text,
        wouldBeRight: 'grade:9, grade:9|10 or attribute:<name>:<value>',
      };
    }
    filters.push({ attribute: text.slice(0, colon), values: text.slice(colon + 1).split('|') });
  }
  return filters;
}

/**
 * The attribute as profiles have it: a profile attribute, a district's own (`attribute:<name>`), or such a one by its
 * bare name.
 *
 * @param present attributes that the data has
 */
export function resolveAttribute(asked: string, present: readonly string[]): string | Refusal {
  if (profileAttributes.includes(asked) || present.includes(asked)) return asked;
  const own = OWN_ATTRIBUTE_PREFIX + asked;
  if (present.includes(own)) return own;
  return {
    refused: 'attribute/unknown',
    detail: `No student has an attribute "${asked}".`,
    was: asked,
    wouldBeRight: [...new Set([...profileAttributes, ...present])].join(', '),
  };
}

/** The value as profiles have it, however a file might write it: flags are `yes` and `no`, races have federal names. */
export function resolveValue(attribute: string, value: string): string {
  const kind = kindOfField('students', attribute);
  if (kind === 'race-ethnicity') return raceEthnicityNamed(value) ?? value;
  if (kind !== 'flag' && !isComputedFlag(attribute)) return value;
  const flag = FLAG_WORDS.get(value.toLowerCase());
  return flag === undefined ? value.toLowerCase() : flag ? 'yes' : 'no';
}

/** Own fields only: whoever asks may name anything, `__proto__` too. */
function kindOfField(type: string, field: string): string | undefined {
  const fields = recordTypeNamed(type)?.fields;
  return fields !== undefined && Object.hasOwn(fields, field) ? fields[field]?.kind.kind : undefined;
}

function isComputedFlag(attribute: string): boolean {
  const kind = attribute.startsWith('school.') ? kindOfField('schools', attribute.slice(7)) : undefined;
  return kind === 'flag' || attribute === 'everEnglishLearner' || attribute.startsWith('any(');
}

const REFERENCES: readonly string[] = ['others', 'overall', 'best'];

/** What is compared with, as the groups have it; a value of the first attribute of `by` is read as a filter's is. */
export function resolveReference(
  asked: string,
  by: readonly string[],
  groups: readonly { readonly group: Readonly<Record<string, string>> }[],
): string {
  const [attribute] = by;
  if (attribute === undefined || REFERENCES.includes(asked)) return asked;
  const wanted = spellings(attribute, resolveValue(attribute, asked));
  return wanted.find((value) => groups.some(({ group }) => group[attribute] === value)) ?? asked;
}

/** A grade is the same with and without its leading zero: `9` of a spreadsheet is `09` of CEDS. */
export function spellings(attribute: string, value: string): readonly string[] {
  if (attribute !== 'grade' || !/^\d{1,2}$/.test(value)) return [value];
  return [...new Set([value, String(Number(value)), String(Number(value)).padStart(2, '0')])];
}

function splitFilters(text: string): string[] {
  return text
    .split(/,(?=[A-Za-z][^,:]*:)/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
