/** Wording that blames people, and what to say instead. Source: `workflow.md` §15. Help only; it never blocks. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/famil(y|ies) (don['’]t|do not|doesn['’]t) care/i, 'We have not yet found a time or way that works for families'],
  [/students? (refuse|are not motivated|aren['’]t motivated|who refuse)/i, 'What keeps students from …?'],
  [/teachers? resist/i, 'What would make this workable for teachers?'],
  [/these kids|those families/i, 'The students / families we are talking about'],
  [/achievement gap/i, 'Who is not yet getting what they need in …, and by how much'],
  [/failing (school|student)s?/i, 'A school / students that have had less than they need'],
  [/low performers?|at-risk kids/i, 'Students below the mark in …, students we serve least well so far'],
  [/non-english speakers?/i, 'Student learning English / speaker of …'],
  [/minority|disadvantaged/i, 'The group’s own name; "students whose families have low income"'],
];

/** What to say instead of each blaming phrase of a text; empty when there is none. */
export function suggestionsFor(text: string): string[] {
  return PAIRS.filter(([blaming]) => blaming.test(text)).map(([, instead]) => instead);
}
