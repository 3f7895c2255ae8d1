import { BUILT_IN_INDICATORS, familyIndicator, type IndicatorDefinition } from '@evenground/contracts';
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

  /** The built-in ones, those of each subject that the data has, and the district's own. */
  async all(district: string): Promise<IndicatorDefinition[]> {
    const [{ definitions }, periods] = await Promise.all([
      this.reference.current(district),
      this.cubes.periods(district),
    ]);
    const families = [...periods.keys()].sort().flatMap((id) => familyIndicator(id) ?? []);
    const own = [...definitions.own.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return [...BUILT_IN_INDICATORS, ...families, ...own];
  }

  async definition(district: string, id: string): Promise<IndicatorDefinition | undefined> {
    const builtIn = BUILT_IN_INDICATORS.find((known) => known.id === id) ?? familyIndicator(id);
    return builtIn ?? (await this.reference.current(district)).definitions.own.get(id);
  }

  /** Periods that have any numbers, sorted. */
  async periods(district: string, definition: Pick<IndicatorDefinition, 'id' | 'source'>): Promise<string[]> {
    if (definition.source === 'counts') return this.counts.periods(district, definition.id);
    return (await this.cubes.periods(district)).get(definition.id) ?? [];
  }
}
