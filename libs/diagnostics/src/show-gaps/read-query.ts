import { OWN_ATTRIBUTE_PREFIX, PROFILE_ATTRIBUTES, recordTypeNamed, type Refusal } from '@evenground/contracts';
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
 * `grade:9`, `grade:9|10`, `attribute:address:U`; a comma begins the next filter only where one follows, so that a
 * value may hold commas.
 */
export function filtersOf(parameter: string | readonly string[] | undefined): Filter[] | Refusal {
  const given = parameter === undefined ? [] : typeof parameter === 'string' ? [parameter] : parameter;
  const filters: Filter[] = [];
  for (const text of given.flatMap(splitFilters)) {
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

/** The value as profiles have it: flags are `yes` and `no`. */
export function resolveValue(attribute: string, value: string): string {
  const isFlag = recordTypeNamed('students')?.fields[attribute]?.kind.kind === 'flag';
  if (!isFlag) return value;
  const lower = value.toLowerCase();
  return lower === 'true' ? 'yes' : lower === 'false' ? 'no' : lower;
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
