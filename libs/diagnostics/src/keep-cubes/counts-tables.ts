import type { IndicatorDefinition } from '@evenground/contracts';
import { scaleValue, type MarginalNumbers, type MarginalRow, type MarginalTable } from '@evenground/cube';
import { countsDocuments, type CountsCell, type CountsDocument } from '../keep-reference/collections.js';
import type { ReferenceStore } from '../keep-reference/reference-store.js';
import { prefixOf } from '../measure-students/identifiers.js';

const KEPT = 100;
const BEYOND = 10n ** 400n; // the largest number has 309 digits

/** The marginal tables that a district has sent for an indicator, as of the newest reference data. */
export class CountsTables {
  private readonly known = new Map<string, readonly CountsDocument[]>();

  constructor(private readonly reference: ReferenceStore) {}

  async periods(district: string, indicator: string): Promise<string[]> {
    return [...new Set((await this.documents(district, indicator)).map(({ period }) => period))].sort();
  }

  async tables(district: string, definition: IndicatorDefinition, period: string): Promise<MarginalTable[]> {
    const documents = await this.documents(district, definition.id);
    const byColumns = new Map<string, { columns: readonly string[]; rows: MarginalRow[] }>();
    for (const document of documents) {
      if (document.period !== period) continue;
      const key = JSON.stringify(document.columns);
      const table = byColumns.get(key) ?? { columns: document.columns, rows: [] };
      table.rows.push(...Object.values(document.cells).map((cell) => rowOf(document.schoolId, cell, definition.scale)));
      byColumns.set(key, table);
    }
    return [...byColumns.values()];
  }

  private async documents(district: string, indicator: string): Promise<readonly CountsDocument[]> {
    const { header } = await this.reference.current(district);
    const prefix = prefixOf(district, header.generation, indicator);
    const key = `${prefix}${header.shown ?? 0}`;
    let documents = this.known.get(key);
    if (!documents) {
      documents = (await this.reference.all(countsDocuments, prefix)).map(({ body }) => body);
      this.known.set(key, documents);
      if (this.known.size > KEPT) this.known.delete(this.known.keys().next().value!);
    }
    return documents;
  }
}

function rowOf(schoolId: string, cell: CountsCell, scale: number): MarginalRow {
  if (cell.suppressed) return { schoolId, values: cell.values, suppressed: true };
  const numbers: MarginalNumbers = {
    n: cell.n ?? 0,
    events: cell.events ?? 0,
    sum: scaledSum(cell.sum ?? '0', scale),
    // × 10^scale twice, because a sum of squares has twice the decimals of its values
    sumOfSquares: scaledSum(cell.sumOfSquares ?? '0', scale, scale),
  };
  return { schoolId, values: cell.values, ...numbers };
}

/** What no number can hold is as large as a sum gets here: no mean can be said of it, and every other cell still can. */
function scaledSum(text: string, scale: number, places = 0): bigint {
  if (Number.isFinite(Number(text))) return scaleValue(places === 0 ? text : `${text}e${places}`, scale);
  return text.startsWith('-') ? -BEYOND : BEYOND;
}
