export interface RandomStudent {
  readonly schoolId: string;
  readonly profile: Readonly<Record<string, string>>;
  readonly outcomes: readonly [boolean, boolean];
}

/** A reproducible stream of numbers in [0, 1). */
export function randomFrom(seed: number): () => number;
export function randomDistrict(random: () => number): {
  readonly students: readonly RandomStudent[];
  readonly attributes: readonly string[];
};
