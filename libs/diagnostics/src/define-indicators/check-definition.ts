import { recordTypeNamed, type IndicatorDefinition, type IndicatorReducer, type Refusal } from '@evenground/contracts';

type Source = IndicatorDefinition['source'];
type Kind = IndicatorDefinition['kind'];

/** Which sources a named reducer reads, and which kind it makes; `rows` makes what it is given. */
const REDUCERS: Readonly<
  Record<IndicatorReducer['name'], { readonly sources: readonly Source[]; readonly kind?: Kind }>
> = {
  'absent-share-at-least': { sources: ['attendance'], kind: 'rate' },
  'attended-share': { sources: ['attendance'], kind: 'mean' },
  'day-count': { sources: ['attendance'], kind: 'mean' },
  'share-of-attended': { sources: ['attendance'], kind: 'mean' },
  'any-action': { sources: ['discipline'], kind: 'rate' },
  'incident-count': { sources: ['discipline'], kind: 'mean' },
  'any-course-level': { sources: ['courses'], kind: 'rate' },
  proficient: { sources: ['assessments'], kind: 'rate' },
  tested: { sources: ['assessments'], kind: 'rate' },
  'cohort-graduated': { sources: ['graduation'], kind: 'rate' },
  'cohort-outcome': { sources: ['graduation'], kind: 'rate' },
  'english-learner-years': { sources: ['students'], kind: 'rate' },
  'english-learner-exited': { sources: ['students'], kind: 'rate' },
  supplied: { sources: ['observations', 'counts'] },
  enrolled: { sources: [] },
  rows: { sources: ['students', 'discipline', 'courses', 'assessments', 'graduation'] },
};

/** What is against a definition: a reducer that does not fit its source or kind, a field that its records do not have. */
export function definitionRefusal(definition: IndicatorDefinition): Refusal | undefined {
  const { source, kind, reduce } = definition;
  const fits = REDUCERS[reduce.name];
  if (!fits.sources.includes(source)) {
    const names = Object.entries(REDUCERS).filter(([, { sources }]) => sources.includes(source));
    return refusal('indicator/reducer-unfit', 'reduce.name', reduce.name, names.map(([name]) => name).join(', '), {
      detail: `"${reduce.name}" does not read ${source}.`,
    });
  }
  if (fits.kind !== undefined && fits.kind !== kind) {
    return refusal('indicator/kind-unfit', 'kind', kind, fits.kind, {
      detail: `"${reduce.name}" makes a ${fits.kind}.`,
    });
  }
  return reduce.name === 'rows' ? (rowsRefusal(definition, reduce) ?? unitRefusal(definition, reduce)) : undefined;
}

function rowsRefusal({ source, kind }: IndicatorDefinition, reduce: Extract<IndicatorReducer, { name: 'rows' }>) {
  const { students, among, when, value, units } = reduce;
  const makes = [when && 'when', value && 'value', units && 'units'].filter((part) => part !== undefined);
  const right = kind === 'mean' ? ['value'] : ['when', 'units'];
  if (makes.length !== 1 || !right.includes(makes[0]!)) {
    return refusal('indicator/numerator-missing', 'reduce', makes.join(), right.join(' or '), {
      detail: `A ${kind} over rows says exactly one numerator.`,
    });
  }
  if (value?.dividedBy !== undefined && Number(value.dividedBy) === 0) {
    return refusal('indicator/divided-by-zero', 'reduce.value.dividedBy', value.dividedBy, 'a number other than 0', {
      detail: 'Nothing can be divided by 0.',
    });
  }
  const measures = [...(when ?? []), ...(value ? [value] : []), ...(units ? [units.all, units.events] : [])];
  const fields = [
    ...(among ?? []).map(({ field }) => field),
    ...measures.flatMap(({ rows, take }) => [
      ...(rows ?? []).map(({ field }) => field),
      ...(take.of === 'sum' ? [take.field] : take.of === 'distinct' ? take.fields : []),
    ]),
  ];
  const unknown =
    unknownField(source, fields) ??
    unknownField(
      'students',
      (students ?? []).map(({ field }) => field),
    );
  return unknown;
}

/** One of `n` is a student, or an incident where the reducer counts several of a student: those are shown to fewer. */
function unitRefusal(
  { unit = 'student' }: IndicatorDefinition,
  { units }: Extract<IndicatorReducer, { name: 'rows' }>,
): Refusal | undefined {
  return unit === (units === undefined ? 'student' : 'incident')
    ? undefined
    : refusal('indicator/unit-unfit', 'unit', unit, units ? 'incident' : 'student', {
        detail: 'The unit is what one of the denominator is.',
      });
}

function unknownField(source: Source, fields: readonly string[]): Refusal | undefined {
  const type = recordTypeNamed(source)!;
  const unknown = fields.find((field) => !(field in type.fields) && !(source === 'students' && isOwn(field)));
  return unknown === undefined
    ? undefined
    : refusal('indicator/field-unknown', 'reduce', unknown, Object.keys(type.fields).join(', '), {
        detail: `A row of ${source} has no field "${unknown}".`,
      });
}

function isOwn(field: string): boolean {
  return field.startsWith('attribute:');
}

function refusal(
  refused: string,
  field: string,
  was: string,
  wouldBeRight: string,
  { detail }: { detail: string },
): Refusal {
  return { refused, detail, field, was, wouldBeRight };
}
