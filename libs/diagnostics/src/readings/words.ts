/** Words that differ by language. */
export interface Words {
  readonly en: string;
  readonly es: string;
}

const VALUES = wordsByName({
  'englishLearner.yes': { en: 'students learning English', es: 'estudiantes que aprenden inglés' },
  'englishLearner.no': { en: 'students not learning English', es: 'estudiantes que no aprenden inglés' },
  'formerEnglishLearner.yes': {
    en: 'students who learned English at school before',
    es: 'estudiantes que aprendieron inglés antes en la escuela',
  },
  'formerEnglishLearner.no': {
    en: 'students who did not learn English at school before',
    es: 'estudiantes que no aprendieron inglés antes en la escuela',
  },
  'disability.yes': { en: 'students with disabilities', es: 'estudiantes con discapacidades' },
  'disability.no': { en: 'students without disabilities', es: 'estudiantes sin discapacidades' },
  'section504.yes': { en: 'students with a Section 504 plan', es: 'estudiantes con plan de la Sección 504' },
  'section504.no': { en: 'students without a Section 504 plan', es: 'estudiantes sin plan de la Sección 504' },
  'economicallyDisadvantaged.yes': {
    en: 'students whose families have low income',
    es: 'estudiantes de familias con bajos ingresos',
  },
  'economicallyDisadvantaged.no': {
    en: 'students whose families do not have low income',
    es: 'estudiantes de familias sin bajos ingresos',
  },
  'homeless.yes': { en: 'students without a home of their own', es: 'estudiantes sin vivienda propia' },
  'homeless.no': { en: 'students with a home', es: 'estudiantes con vivienda' },
  'fosterCare.yes': { en: 'students in foster care', es: 'estudiantes en acogimiento familiar' },
  'fosterCare.no': { en: 'students not in foster care', es: 'estudiantes fuera del acogimiento familiar' },
  'migrant.yes': { en: 'students of migrant families', es: 'estudiantes de familias migrantes' },
  'migrant.no': { en: 'students of families that are not migrant', es: 'estudiantes de familias no migrantes' },
  'militaryConnected.yes': { en: 'students of military families', es: 'estudiantes de familias militares' },
  'militaryConnected.no': {
    en: 'students of families outside the military',
    es: 'estudiantes de familias no militares',
  },
  'hispanicLatino.yes': { en: 'Hispanic or Latino students', es: 'estudiantes hispanos o latinos' },
  'hispanicLatino.no': { en: 'students who are not Hispanic or Latino', es: 'estudiantes no hispanos ni latinos' },
  'everEnglishLearner.yes': {
    en: 'students who are or were learning English',
    es: 'estudiantes que aprenden o aprendieron inglés',
  },
  'everEnglishLearner.no': {
    en: 'students who never learned English at school',
    es: 'estudiantes que nunca aprendieron inglés en la escuela',
  },
  'raceEthnicity.American Indian or Alaska Native': {
    en: 'American Indian or Alaska Native students',
    es: 'estudiantes indígenas americanos o nativos de Alaska',
  },
  'raceEthnicity.Asian': { en: 'Asian students', es: 'estudiantes asiáticos' },
  'raceEthnicity.Black or African American': {
    en: 'Black or African American students',
    es: 'estudiantes negros o afroamericanos',
  },
  'raceEthnicity.Hispanic or Latino': { en: 'Hispanic or Latino students', es: 'estudiantes hispanos o latinos' },
  'raceEthnicity.Native Hawaiian or Other Pacific Islander': {
    en: 'Native Hawaiian or Other Pacific Islander students',
    es: 'estudiantes nativos de Hawái o de otras islas del Pacífico',
  },
  'raceEthnicity.White': { en: 'White students', es: 'estudiantes blancos' },
  'raceEthnicity.Two or More Races': { en: 'students of two or more races', es: 'estudiantes de dos o más razas' },
  'raceEthnicity.Middle Eastern or North African': {
    en: 'Middle Eastern or North African students',
    es: 'estudiantes de Oriente Medio o del norte de África',
  },
  'gender.Female': { en: 'girls and women', es: 'niñas y mujeres' },
  'gender.Male': { en: 'boys and men', es: 'niños y hombres' },
  'gender.Non-binary': { en: 'non-binary students', es: 'estudiantes no binarios' },
  'grade.KG': { en: 'students in kindergarten', es: 'estudiantes de kínder' },
});

const ATTRIBUTES = wordsByName({
  raceEthnicity: { en: 'race and ethnicity', es: 'raza y etnicidad' },
  hispanicLatino: { en: 'Hispanic or Latino', es: 'hispano o latino' },
  gender: { en: 'gender', es: 'género' },
  grade: { en: 'grade', es: 'grado' },
  englishLearner: { en: 'learning English', es: 'aprende inglés' },
  formerEnglishLearner: { en: 'learned English at school before', es: 'aprendió inglés en la escuela antes' },
  homeLanguage: { en: 'language at home', es: 'idioma en casa' },
  disability: { en: 'disability (with an IEP)', es: 'discapacidad (con IEP)' },
  section504: { en: 'section 504 plan', es: 'plan de la Sección 504' },
  disabilityCategory: { en: 'kind of disability', es: 'tipo de discapacidad' },
  educationalEnvironment: { en: 'educational environment', es: 'entorno educativo' },
  economicallyDisadvantaged: { en: 'family income', es: 'ingresos de la familia' },
  homeless: { en: 'housing', es: 'vivienda' },
  fosterCare: { en: 'foster care', es: 'acogimiento familiar' },
  migrant: { en: 'migrant family', es: 'familia migrante' },
  militaryConnected: { en: 'military family', es: 'familia militar' },
});

const INDICATORS = wordsByName({
  'chronic-absence': { en: 'Chronic absence', es: 'Ausencia crónica' },
  'severe-chronic-absence': { en: 'Severe chronic absence', es: 'Ausencia crónica grave' },
  'attendance-rate': { en: 'Attendance rate', es: 'Tasa de asistencia' },
  'unexcused-absence': { en: 'Unexcused absences', es: 'Ausencias sin justificar' },
  tardiness: { en: 'Tardiness', es: 'Llegadas tarde' },
  'oss-any': { en: 'Out-of-school suspension', es: 'Suspensión fuera de la escuela' },
  'iss-any': { en: 'In-school suspension', es: 'Suspensión dentro de la escuela' },
  'expulsion-any': { en: 'Expulsion', es: 'Expulsión' },
  'removal-any': { en: 'Removal of any kind', es: 'Exclusión de cualquier tipo' },
  'incidents-per-100': { en: 'Incidents per 100 students', es: 'Incidentes por cada 100 estudiantes' },
  'days-lost-per-100': {
    en: 'Days of instruction lost per 100 students',
    es: 'Días de clase perdidos por cada 100 estudiantes',
  },
  'subjective-share': { en: 'Referrals for subjective behaviour', es: 'Derivaciones por conductas subjetivas' },
  'removal-given-incident': { en: 'Removal after an incident', es: 'Exclusión tras un incidente' },
  'corporal-punishment': { en: 'Corporal punishment', es: 'Castigo corporal' },
  'law-enforcement-referral': { en: 'Referral to law enforcement', es: 'Derivación a la policía' },
  'school-arrest': { en: 'School-related arrest', es: 'Arresto relacionado con la escuela' },
  'restraint-any': { en: 'Restraint', es: 'Restricción física o mecánica' },
  'seclusion-any': { en: 'Seclusion', es: 'Aislamiento' },
  'advanced-enrolled': { en: 'Advanced-course participation', es: 'Participación en cursos avanzados' },
  'advanced-completed': { en: 'Advanced-course completion', es: 'Finalización de cursos avanzados' },
  'advanced-passed': { en: 'Advanced-course credit', es: 'Crédito en cursos avanzados' },
  'algebra-by-grade-8': { en: 'Algebra I by grade 8', es: 'Álgebra I hasta el grado 8' },
  'ninth-grade-on-track': { en: 'Ninth grade on track', es: 'Noveno grado según lo previsto' },
  'course-failure': { en: 'Core course not completed', es: 'Curso básico no terminado' },
  'credits-on-track': { en: 'Credits earned of those expected', es: 'Créditos obtenidos de los esperados' },
  'cte-concentrator': { en: 'Career and technical concentration', es: 'Concentración técnica y profesional' },
  'arts-enrolled': { en: 'Arts', es: 'Artes' },
  'computer-science-enrolled': { en: 'Computer science', es: 'Informática' },
  'world-language-enrolled': { en: 'World languages', es: 'Idiomas del mundo' },
  'reading-by-grade-3': { en: 'Reading by grade 3', es: 'Lectura hasta el grado 3' },
  'kindergarten-ready': { en: 'Ready for kindergarten', es: 'Listos para el kínder' },
  'el-long-term': { en: 'Long-term English learners', es: 'Aprendizaje de inglés de larga duración' },
  'el-exit': { en: 'English learners reclassified', es: 'Reclasificación de quienes aprenden inglés' },
  'graduation-4yr': { en: 'Graduation within four years', es: 'Graduación en cuatro años' },
  'graduation-5yr': { en: 'Graduation within five years', es: 'Graduación en cinco años' },
  'graduation-6yr': { en: 'Graduation within six years', es: 'Graduación en seis años' },
  dropout: { en: 'Left without finishing', es: 'Dejaron la escuela sin terminar' },
  'participation-math': { en: 'Tested in math', es: 'Con prueba de matemáticas' },
  'participation-reading': { en: 'Tested in reading', es: 'Con prueba de lectura' },
  'proficient-math': { en: 'Proficient in math', es: 'Competencia en matemáticas' },
  'proficient-reading': { en: 'Proficient in reading', es: 'Competencia en lectura' },
});

/** What a student did, or what was done to the student, who is counted. */
const HAPPENED = wordsByName({
  'chronic-absence': {
    en: 'were absent on a tenth of the days or more',
    es: 'faltaron una décima parte de los días o más',
  },
  'severe-chronic-absence': {
    en: 'were absent on a fifth of the days or more',
    es: 'faltaron una quinta parte de los días o más',
  },
  'oss-any': { en: 'were suspended out of school', es: 'recibieron una suspensión fuera de la escuela' },
  'iss-any': { en: 'were suspended in school', es: 'recibieron una suspensión dentro de la escuela' },
  'expulsion-any': { en: 'were expelled', es: 'recibieron una expulsión' },
  'removal-any': {
    en: 'were removed from class or school in some way',
    es: 'fueron excluidos del aula o de la escuela de alguna forma',
  },
  'law-enforcement-referral': { en: 'were referred to law enforcement', es: 'fueron derivados a la policía' },
  'advanced-enrolled': { en: 'took an advanced course', es: 'tomaron un curso avanzado' },
  'advanced-completed': { en: 'completed an advanced course', es: 'terminaron un curso avanzado' },
  'advanced-passed': { en: 'earned credit in an advanced course', es: 'obtuvieron crédito en un curso avanzado' },
  'arts-enrolled': { en: 'took a course in the arts', es: 'tomaron un curso de artes' },
  'computer-science-enrolled': { en: 'took a course in computer science', es: 'tomaron un curso de informática' },
  'world-language-enrolled': { en: 'took a course in a world language', es: 'tomaron un curso de idiomas' },
  'graduation-4yr': { en: 'graduated within four years', es: 'se graduaron en cuatro años' },
  'graduation-5yr': { en: 'graduated within five years', es: 'se graduaron en cinco años' },
  'graduation-6yr': { en: 'graduated within six years', es: 'se graduaron en seis años' },
  dropout: { en: 'left school without finishing', es: 'dejaron la escuela sin terminar' },
  'participation-math': { en: 'were tested in math', es: 'hicieron la prueba de matemáticas' },
  'participation-reading': { en: 'were tested in reading', es: 'hicieron la prueba de lectura' },
  'proficient-math': { en: 'reached proficient in math', es: 'alcanzaron el nivel competente en matemáticas' },
  'proficient-reading': { en: 'reached proficient in reading', es: 'alcanzaron el nivel competente en lectura' },
});

const EVERYBODY: Words = { en: 'students in all', es: 'estudiantes en total' };
const OTHERS: Words = { en: 'other students', es: 'otros estudiantes' };

/** A group as it is named in a sentence, people first. */
export function groupWords(group: 'others' | 'overall' | Readonly<Record<string, string>>): Words {
  if (group === 'others') return OTHERS;
  if (group === 'overall') return EVERYBODY;
  const parts = Object.entries(group).map(([attribute, value]) => valueWords(attribute, value));
  if (parts.length === 0) return EVERYBODY;
  return { en: parts.map(({ en }) => en).join(', '), es: parts.map(({ es }) => es).join(', ') };
}

/** An attribute's own name. */
export function attributeWords(attribute: string): Words {
  const bare = attribute.replace(/^attribute:/, '');
  return ATTRIBUTES.get(attribute) ?? { en: bare, es: bare };
}

/** The name of an indicator; of a district's own, as the district wrote it. */
export function indicatorWords({ id, name }: { readonly id: string; readonly name: string }): Words {
  return INDICATORS.get(id) ?? { en: name, es: name };
}

/** What those counted by a rate have in common, as the end of a sentence about students. */
export function happenedWords(indicator: { readonly id: string; readonly name: string }): Words {
  const own = HAPPENED.get(indicator.id);
  if (own) return own;
  const { en, es } = indicatorWords(indicator);
  return { en: `count under “${en}”`, es: `cuentan en «${es}»` };
}

function valueWords(attribute: string, value: string): Words {
  const composite = /^any\((.+)\)$/.exec(attribute);
  if (composite) return compositeWords(composite[1]!, value);
  const own = VALUES.get(`${attribute}.${value}`);
  if (own) return own;
  const { en, es } = attributeWords(attribute);
  if (value === 'unknown') {
    return { en: `students of whom “${en}” is not known`, es: `estudiantes de quienes no se sabe «${es}»` };
  }
  if (attribute === 'grade') {
    const grade = value.replace(/^0/, '');
    return { en: `students in grade ${grade}`, es: `estudiantes del grado ${grade}` };
  }
  if (attribute === 'school') return { en: `students of school ${value}`, es: `estudiantes de la escuela ${value}` };
  return { en: `students with ${en} “${value}”`, es: `estudiantes con ${es} «${value}»` };
}

function compositeWords(inside: string, value: string): Words {
  const parts = inside
    .split('|')
    .map((part) => valueWords(part.slice(0, part.lastIndexOf(':')), part.slice(part.lastIndexOf(':') + 1)));
  const [en, es] = [parts.map((part) => part.en).join(' or '), parts.map((part) => part.es).join(' o ')];
  if (value === 'yes') return { en, es };
  return value === 'no'
    ? { en: `all but ${en}`, es: `todos menos ${es}` }
    : {
        en: `students of whom it is not known whether they are ${en}`,
        es: `estudiantes de quienes no se sabe si son ${es}`,
      };
}

/** What a difference is counted in. */
export const UNITS = {
  points: { en: 'percentage points', es: 'puntos porcentuales' },
  units: { en: 'units', es: 'unidades' },
} as const satisfies Readonly<Record<string, Words>>;

export const SIDES = {
  above: { en: 'above', es: 'por encima de' },
  below: { en: 'below', es: 'por debajo de' },
  higher: { en: 'higher', es: 'más alto' },
  lower: { en: 'lower', es: 'más bajo' },
} as const satisfies Readonly<Record<string, Words>>;

/** Of what a share of earlier changes is taken. */
export const BASES = {
  'school-years': { en: 'schools, for the same group', es: 'escuelas, para el mismo grupo' },
  'group-years': { en: 'groups of the district', es: 'grupos del distrito' },
} as const satisfies Readonly<Record<string, Words>>;

/** Where a comparison group of 34 CFR 300.647 is taken from, and what the ratio is called then. */
export const COMPARISONS = {
  district: { en: 'district', es: 'distrito' },
  state: { en: 'State', es: 'Estado' },
  'risk-ratio': { en: 'risk-ratio', es: 'razón de riesgo' },
  'alternate-risk-ratio': { en: 'alternate-risk-ratio', es: 'razón de riesgo alternativa' },
} as const satisfies Readonly<Record<string, Words>>;

const REASONS: Readonly<Record<string, Words>> = {
  suppressed: { en: 'the groups are too small to be shown', es: 'los grupos son demasiado pequeños para mostrarse' },
  'suppressed-by-source': { en: 'the source hides numbers', es: 'la fuente oculta números' },
  'no-denominator': { en: 'one side has no students', es: 'un lado no tiene estudiantes' },
  'no-others': { en: 'there are no other students', es: 'no hay otros estudiantes' },
  'no-group-of-30': { en: 'no group has 30 students', es: 'ningún grupo tiene 30 estudiantes' },
  'events-exceed-n': { en: 'more events than students were sent', es: 'se enviaron más casos que estudiantes' },
  'too-few': { en: 'one side has fewer than two students', es: 'un lado tiene menos de dos estudiantes' },
  too_few: {
    en: 'fewer than three people answered every item',
    es: 'menos de tres personas respondieron a todos los ítems',
  },
  zero_variance: { en: 'everybody answered alike', es: 'todos respondieron igual' },
  'not-finite': { en: 'the sums are no finite numbers', es: 'las sumas no son números finitos' },
};

/** Why there is no number. */
export function reasonWords(reason: string): Words {
  return REASONS[reason] ?? { en: reason, es: reason };
}

/** A map, since districts choose names: one called `constructor` must find nothing. */
function wordsByName(table: Readonly<Record<string, Words>>): ReadonlyMap<string, Words> {
  return new Map(Object.entries(table));
}
