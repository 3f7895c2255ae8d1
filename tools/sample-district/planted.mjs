/** The truths that the sample district is made to hold. Nothing of it comes from real people or places. */
export const RACE_ETHNICITY = [
  'Hispanic or Latino',
  'American Indian or Alaska Native',
  'Asian',
  'Black or African American',
  'Native Hawaiian or Other Pacific Islander',
  'White',
  'Two or More Races',
];

/** Shares of the groups at the two ends of town; a school's mix lies between them by where it stands. */
export const NEIGHBOURHOOD_MIX = {
  west: [0.5, 0.02, 0.05, 0.25, 0.01, 0.12, 0.05],
  east: [0.14, 0.01, 0.16, 0.07, 0.01, 0.53, 0.08],
};

export const planted = {
  /** Probability of missing a tenth of the days or more. */
  chronicAbsence: ({ race, economicallyDisadvantaged, disability }) =>
    0.12 + (economicallyDisadvantaged ? 0.12 : 0) + (race === RACE_ETHNICITY[1] ? 0.1 : 0) + (disability ? 0.04 : 0),
  /** Probability of an out-of-school suspension in a year, grade 6 and up. */
  suspended: ({ race, disability }, grade) =>
    (grade >= 6 ? 0.04 : 0.008) *
    (race === RACE_ETHNICITY[3] ? 2.4 : race === RACE_ETHNICITY[2] ? 0.5 : 1) *
    (disability ? 1.7 : 1),
  /** Probability of an advanced course, grades 9–12. */
  advanced: ({ race, economicallyDisadvantaged }) =>
    ({ [RACE_ETHNICITY[2]]: 0.46, [RACE_ETHNICITY[5]]: 0.34, [RACE_ETHNICITY[3]]: 0.17, [RACE_ETHNICITY[0]]: 0.19 })[
      race
    ] ?? 0.25 - (economicallyDisadvantaged ? 0.05 : 0),
  /** Probability of proficiency before any intervention. */
  proficient: ({ englishLearner, disability, economicallyDisadvantaged }, subject) =>
    (subject === 'reading' ? 0.63 : 0.55) -
    (englishLearner ? 0.28 : 0) -
    (disability ? 0.16 : 0) -
    (economicallyDisadvantaged ? 0.09 : 0),
  graduated: ({ englishLearner, economicallyDisadvantaged }) =>
    0.93 - (englishLearner ? 0.11 : 0) - (economicallyDisadvantaged ? 0.08 : 0),

  /** Tutoring of English learners in the school day: what it adds to reading where it is really delivered. */
  tutoring: { effectOnReading: 0.12, deliveredShare: 0.88, deliveredShareAtBadSchool: 0.32 },
  /** Calls home and transport for students who miss much: what it takes from chronic absence where it is delivered. */
  transport: { effectOnAbsence: -0.07, deliveredShare: 0.9 },
};
