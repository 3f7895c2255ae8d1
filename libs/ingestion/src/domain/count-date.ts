/**
 * Whole years on the State's child-count date of a school year (`monthDay` of its first calendar year; 1 October by
 * default). `undefined` when the person was not born yet on that day.
 */
export function ageOnCountDate(birthDate: string, schoolYear: string, monthDay: string): number | undefined {
  const countDate = `${schoolYear.slice(0, 4)}-${monthDay}`;
  if (birthDate > countDate) return undefined;
  const years = Number(countDate.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return birthDate.slice(5) > monthDay ? years - 1 : years;
}
