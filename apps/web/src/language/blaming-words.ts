/** Words that the pages never use of people, in each language, and why. Source: the wording help of the workflow, §15. */
export const BLAMING_WORDS: Readonly<Record<'en' | 'es', readonly RegExp[]>> = {
  en: [
    /\b(?:minorit(?:y|ies)|disadvantaged|underprivileged|at[- ]risk)\b/i,
    /\bachievement gap\b/i,
    /\bfailing (?:school|student)s?\b/i,
    /\blow performers?\b/i,
    /\bnon-english\b/i,
    /\b(?:disabled|handicapped|special needs) (?:students?|children|kids)\b/i,
    /\bthe (?:poor|disabled|homeless)\b/i,
    /\b(?:homeless|poor|lep|sped) (?:students?|children|kids)\b/i,
    /\bthese kids|those families\b/i,
    /\b(?:worst|best) (?:group|race|school)s?\b/i,
    /\byou (?:must|have to|failed)\b/i,
    /\bhigh-achieving|low-achieving\b/i,
  ],
  es: [
    /\bminor[ií]as?\b/i,
    /\bdesfavorecid[oa]s?|marginad[oa]s?|en riesgo\b/i,
    /\bbrecha de rendimiento\b/i,
    /\bescuelas? fracasadas?\b/i,
    /\b(?:discapacitad|minusv[aá]lid)[oa]s?\b/i,
    /\blos pobres|los sin techo\b/i,
    /\besos? niños?|esas familias\b/i,
    /\b(?:peor|mejor) (?:grupo|raza|escuela)\b/i,
    /\b(?:usted )?(?:debe|tiene que|fall[oó])\b/i,
  ],
};
