import { sourceOfBuiltIn, type IndicatorDefinition, type IndicatorPut, type Refusal } from '@evenground/contracts';
import type { Committed, DocumentStore } from '@evenground/document-store';
import { definitions, referenceHeaders } from '../keep-reference/collections.js';
import { emptyHeader, withChange } from '../keep-reference/reference-store.js';
import type { PassStarter } from '../keep-reference/keep-reference.js';
import { idOf } from '../measure-students/identifiers.js';

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
    if (stored && isSame(stored.body, definition)) return { definition: stored.body, positions: [] };
    const [header] = await this.store.load(referenceHeaders, [idOf(district)]);
    const changed = withChange(header?.body ?? emptyHeader(district), { sources: ['observations'] });
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
  return {
    id,
    ...put,
    reduce: { name: 'supplied' },
    grain: 'any',
    per: 1,
    needsDeclaration: false,
    builtIn: false,
    version,
  };
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
