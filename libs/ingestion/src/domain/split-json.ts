import { EXCERPT_CHARACTERS, MAX_RECORD_CHARACTERS, type RawRow, type RowReader } from './raw-row.js';

const MAX_DEPTH = 8;
const MAX_FIELDS = 1000;

/** A JSON text that cannot be read on: nothing after this place is known. */
export class JsonBroken extends Error {
  constructor(readonly line: number) {
    super(`the JSON is broken at element ${line}`);
  }
}

/**
 * Reads records from a JSON array of objects or from objects one after another (NDJSON), element by element: memory is
 * bounded by one element. An element that is not a flat object is given as unreadable.
 */
export class JsonSplitter implements RowReader {
  private element = '';
  private depth = 0;
  private isString = false;
  private isEscaped = false;
  private isArray: boolean | undefined;
  private isClosed = false;
  private count = 0;
  private deepest = 0;

  /** @throws JsonBroken */
  push(text: string): readonly RawRow[] {
    const rows: RawRow[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at]!;
      if (this.isString) {
        if (this.isEscaped) this.isEscaped = false;
        else if (character === '\\') this.isEscaped = true;
        else if (character === '"') this.isString = false;
        continue;
      }
      if (this.depth === 0) {
        from = at;
        if (this.begins(character)) continue;
        this.element = '';
      }
      if (character === '"') this.isString = true;
      else if (character === '{' || character === '[') this.deepest = Math.max(this.deepest, (this.depth += 1));
      else if (character === '}' || character === ']') {
        this.depth -= 1;
        if (this.depth === 0) {
          rows.push(this.row(this.element + text.slice(from, at + 1)));
          this.element = '';
        }
      }
    }
    if (this.depth > 0) this.element += text.slice(from);
    if (this.element.length > MAX_RECORD_CHARACTERS) throw new JsonBroken(this.count + 1);
    return rows;
  }

  /** @throws JsonBroken when an element or the array is not closed */
  end(): readonly RawRow[] {
    if (this.depth > 0 || this.isString || (this.isArray === true && !this.isClosed))
      throw new JsonBroken(this.count + 1);
    return [];
  }

  /** Between elements. `true` when the character belongs to no element. */
  private begins(character: string): boolean {
    if (character.trim() === '' || character === '\ufeff') return true;
    if (this.isArray === undefined) {
      this.isArray = character === '[';
      if (this.isArray) return true;
    }
    if (this.isArray && character === ',') return true;
    if (this.isArray && character === ']' && !this.isClosed) {
      this.isClosed = true;
      return true;
    }
    if (character !== '{' || this.isClosed) throw new JsonBroken(this.count + 1);
    return false;
  }

  private row(text: string): RawRow {
    this.count += 1;
    const line = this.count;
    const deepest = this.deepest;
    this.deepest = 0;
    const unreadable = (code: string, message: string): RawRow => ({
      line,
      refusal: { code, message },
      text: text.slice(0, EXCERPT_CHARACTERS),
    });
    if (deepest > MAX_DEPTH) return unreadable('row/too-deep', 'a record is a flat object');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return unreadable('row/not-json', 'a record is a valid JSON object');
    }
    const cells = cellsOf(value as object);
    return typeof cells === 'string'
      ? unreadable('row/not-flat', `${cells} must be a text, number, true, false, null or a list of texts`)
      : { line, ...cells };
  }
}

/** The fields of a record as cell texts, or the name of the first field that is not flat. */
export function cellsOf(
  record: object,
): { readonly names: readonly string[]; readonly cells: readonly string[] } | string {
  const names: string[] = [];
  const cells: string[] = [];
  for (const [name, value] of Object.entries(record)) {
    const cell = cellOf(value);
    if (cell === undefined || names.length >= MAX_FIELDS) return name.slice(0, 60);
    names.push(name);
    cells.push(cell);
  }
  return { names, cells };
}

function cellOf(value: unknown): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? plainNumber(value) : undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(';');
  return undefined;
}

/** Without an exponent where that is exact. */
function plainNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '');
}
