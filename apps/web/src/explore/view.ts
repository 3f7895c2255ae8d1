/** What somebody looks at: all of it stands in the address, so that a link shows the same. */
export interface View {
  readonly indicator: string;
  /** Absent: the newest. */
  readonly period?: string;
  /** Attributes to compare by, one or two. */
  readonly by: readonly string[];
  readonly grade?: string;
  /** Empty: the district, or the schools in scope. */
  readonly schools: readonly string[];
  readonly reference: string;
  readonly show: 'groups' | 'schools' | 'trend';
}

export const FIRST_VIEW: View = {
  indicator: 'chronic-absence',
  by: ['raceEthnicity'],
  schools: [],
  reference: 'others',
  show: 'groups',
};

/** The view of an address; what it does not say, or says wrongly, is as in the first view. */
export function viewOf(search: URLSearchParams): View {
  const show = search.get('show');
  const by = listOf(search.get('by')).slice(0, 2);
  const [period, grade] = [search.get('period'), search.get('grade')];
  return {
    indicator: search.get('indicator') || FIRST_VIEW.indicator,
    ...(period && { period }),
    by: by.length > 0 ? by : FIRST_VIEW.by,
    ...(grade && { grade }),
    schools: search.getAll('school').filter((school) => school !== ''),
    reference: search.get('reference') || FIRST_VIEW.reference,
    show: show === 'schools' || show === 'trend' ? show : 'groups',
  };
}

/** The address of a view in a district. */
export function searchOf(view: View, district: string): URLSearchParams {
  return new URLSearchParams([
    ['district', district],
    ['indicator', view.indicator],
    ...(view.period === undefined ? [] : [['period', view.period]]),
    ['by', view.by.join(',')],
    ...(view.grade === undefined ? [] : [['grade', view.grade]]),
    ...view.schools.map((school) => ['school', school]),
    ['reference', view.reference],
    ['show', view.show],
  ]);
}

/** The question to the server behind a view. */
export function questionOf(view: View, district: string) {
  return {
    district,
    indicator: view.indicator,
    ...(view.period !== undefined && { period: view.period }),
    by: view.by.join(','),
    ...(view.grade !== undefined && { where: `grade:${view.grade}` }),
    ...(view.schools.length > 0 && { school: [...view.schools] }),
    reference: view.reference,
  };
}

/** The same question as an address, for a file. */
export function csvAddress(view: View, district: string): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(questionOf(view, district))) {
    for (const one of [value].flat()) search.append(name, one);
  }
  return `/api/diagnostics/v1/gaps?${search}`;
}

function listOf(text: string | null): readonly string[] {
  return (text ?? '').split(',').filter((item) => item !== '');
}
