import {
  SUPPLIED_INDICATORS,
  sourceOfBuiltIn,
  type IndicatorDefinition,
  type IndicatorPut,
  type Refusal,
} from '@evenground/contracts';
import type { Committed, DocumentStore } from '@evenground/document-store';
import { definitions, referenceHeaders } from '../keep-reference/collections.js';
import { emptyHeader, withChange } from '../keep-reference/reference-store.js';
import type { MeasuredFamily } from '../domain/contributions.js';
import type { PassStarter } from '../keep-reference/keep-reference.js';
import { idOf } from '../measure-students/identifiers.js';
import { definitionRefusal } from './check-definition.js';

/** What was written: the definition, and whether it is new or changed. */
export interface Defined {
  readonly definition: IndicatorDefinition;
  readonly positions: Committed['positions'];
}

/** Lets a district declare its own indicators; a change of what is measured is a new version. */
export class DefineIndicators {
  constructor(
    private readonly store: DocumentStore,
    private readonly passes: PassStarter,
  ) {}

  async define(district: string, id: string, put: IndicatorPut, correlationId: string): Promise<Defined | Refusal> {
    if (sourceOfBuiltIn(id) !== undefined) {
      return {
        refused: 'indicator/built-in',
        detail: `"${id}" belongs to the product; declare yours under another id.`,
        field: 'id',
        was: id,
      };
    }
    const [stored] = await this.store.load(definitions, [idOf(district, id)]);
    const version = stored?.body.version ?? 0;
    const definition = definitionOf(id, put, version + 1);
    const refused = definitionRefusal(definition);
    if (refused) return refused;
    if (stored && isSame(stored.body, definition)) return { definition: stored.body, positions: [] };
    const [header] = await this.store.load(referenceHeaders, [idOf(district)]);
    const changed = withChange(header?.body ?? emptyHeader(district), {
      sources: [...new Set([definition.source, stored?.body.source ?? definition.source].map(familyOfSource))],
    });
    const { positions } = await this.store.commit({
      writes: [
        { collection: definitions, id: idOf(district, id), expected: stored?.version ?? 0, body: definition },
        { collection: referenceHeaders, id: idOf(district), expected: header?.version ?? 0, body: changed },
      ],
      publish: [
        {
          topic: 'diagnostics.definitions',
          stream: district,
          type: 'indicator.defined',
          data: { district, definition },
          correlationId,
        },
      ],
    });
    this.passes.start(district);
    return { definition, positions };
  }
}

function definitionOf(id: string, put: IndicatorPut, version: number): IndicatorDefinition {
  const { reduce = { name: 'supplied' }, grain = 'any', per = 1, unit, ...said } = put;
  const known = SUPPLIED_INDICATORS.find((supplied) => supplied.id === id);
  const sameUnit = known?.source === put.source && known.unit;
  const counted = unit ?? (sameUnit || undefined);
  return {
    ...(known && wordsOf(known)),
    id,
    ...said,
    ...(counted !== undefined && { unit: counted }),
    reduce,
    grain,
    per,
    needsDeclaration: NEEDS_DECLARATION.has(put.source),
    builtIn: false,
    version,
  };
}

/** Rule 10 of the catalogue: only events need the word that this was all. */
const NEEDS_DECLARATION: ReadonlySet<string> = new Set(['discipline', 'courses']);

/** What the catalogue says of an indicator that a district supplies, where the district says nothing else. */
function wordsOf({ construct, citation, notGoodFor, decision }: (typeof SUPPLIED_INDICATORS)[number]) {
  return {
    ...(construct !== undefined && { construct }),
    ...(citation !== undefined && { citation }),
    ...(notGoodFor !== undefined && { notGoodFor }),
    ...(decision !== undefined && { decision }),
  };
}

/** Columns are computed from students' records; counts have none, and a pass over observations changes nothing. */
function familyOfSource(source: IndicatorDefinition['source']): MeasuredFamily {
  return source === 'counts' ? 'observations' : source;
}

function isSame(left: IndicatorDefinition, right: IndicatorDefinition): boolean {
  const text = ({ version: _version, ...definition }: IndicatorDefinition) =>
    JSON.stringify(
      Object.entries(definition)
        .filter(([, value]) => value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return text(left) === text(right);
}
