/** What a district may set; the defaults are those of the guide. */
export interface InterventionsSettings {
  /** How many open cycles may name one school. 1–10. */
  readonly openCyclesPerSchool: number;
}

export const DEFAULT_SETTINGS: InterventionsSettings = { openCyclesPerSchool: 3 };
export const INTERVENTIONS_SETTINGS = Symbol('InterventionsSettings');
