import {
  BUILT_IN_INDICATORS,
  PROFICIENT_PREFIX,
  proficientIndicator,
  subjectSlug,
  type IndicatorDefinition,
} from '@evenground/contracts';
import type { CubeRegistry } from '../keep-cubes/cube-registry.js';
import type { CountsTables } from '../keep-cubes/counts-tables.js';
import type { ReferenceStore } from '../keep-reference/reference-store.js';

/** Which indicators and periods a district has. */
export class IndicatorCatalogue {
  constructor(
    private readonly reference: ReferenceStore,
    private readonly cubes: CubeRegistry,
    private readonly counts: CountsTables,
  ) {}

  /** The built-in ones, a proficiency for each subject that the data has, and the district's own. */
  async all(district: string): Promise<IndicatorDefinition[]> {
    const [{ definitions }, periods] = await Promise.all([
      this.reference.current(district),
      this.cubes.periods(district),
    ]);
    const subjects = [...periods.keys()].filter((id) => id.startsWith(PROFICIENT_PREFIX)).sort();
    const own = [...definitions.own.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return [
      ...BUILT_IN_INDICATORS,
      ...subjects.map((id) => proficientIndicator(id.slice(PROFICIENT_PREFIX.length))),
      ...own,
    ];
  }

  async definition(district: string, id: string): Promise<IndicatorDefinition | undefined> {
    const builtIn = BUILT_IN_INDICATORS.find((known) => known.id === id);
    if (builtIn) return builtIn;
    if (id.startsWith(PROFICIENT_PREFIX)) {
      const slug = id.slice(PROFICIENT_PREFIX.length);
      return slug !== '' && subjectSlug(slug) === slug ? proficientIndicator(slug) : undefined;
    }
    return (await this.reference.current(district)).definitions.own.get(id);
  }

  /** Periods that have any numbers, sorted. */
  async periods(district: string, definition: Pick<IndicatorDefinition, 'id' | 'source'>): Promise<string[]> {
    if (definition.source === 'counts') return this.counts.periods(district, definition.id);
    return (await this.cubes.periods(district)).get(definition.id) ?? [];
  }
}
