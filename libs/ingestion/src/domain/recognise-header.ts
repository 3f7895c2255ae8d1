import {
  OWN_ATTRIBUTE_PREFIX,
  type ColumnMapping,
  type FieldKind,
  type RecordTypeDeclaration,
  type Refusal,
} from '@evenground/contracts';
import { subgroupName } from './counts-cells.js';

/** What one column of a file is. */
export interface Column {
  /** Position in the file's rows. */
  readonly index: number;
  /** The field's canonical name. */
  readonly field: string;
  readonly kind: FieldKind;
  readonly isSubgroup?: true;
  /** A number of `counts`, which its source may hide. */
  readonly isCount?: true;
  /** Of a mapping: cell text in lower case → what it means. */
  readonly values?: ReadonlyMap<string, string>;
  /** Of a mapping: the same text for every row, instead of a cell. */
  readonly constant?: string;
}

/** How the rows of a file are read: its columns by position, and what nobody knows. */
export interface RowShape {
  readonly type: RecordTypeDeclaration;
  readonly columns: readonly Column[];
  readonly ignoredColumns: readonly string[];
  /** Of `counts`: the subgroup columns of the file, sorted; they name the table. */
  readonly subgroups: readonly string[];
  readonly width: number;
}

export const MAX_COLUMNS = 1000;
const SUBGROUP_KIND: FieldKind = { kind: 'text', maxLength: 80 };
const ATTRIBUTE_KIND: FieldKind = { kind: 'text', maxLength: 80 };
const OWN_NAME = /^[A-Za-z][A-Za-z0-9 _-]{0,39}$/;
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Recognises a header by the declared fields of a record type; case and surrounding blanks do not matter. Columns nobody
 * knows are ignored and reported. Refused: too many columns, a name twice, a needed column missing.
 */
export function recogniseHeader(type: RecordTypeDeclaration, header: readonly string[]): RowShape | Refusal {
  if (header.length > MAX_COLUMNS) {
    return {
      refused: 'upload/columns-too-many',
      detail: `The header has ${header.length} columns.`,
      wouldBeRight: `at most ${MAX_COLUMNS} columns`,
    };
  }
  const columns: Column[] = [];
  const ignoredColumns: string[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of header.entries()) {
    const name = raw.trim().normalize('NFC');
    const column = name === '' ? undefined : columnNamed(type, name, index);
    const identity = column?.field ?? name.toLowerCase();
    if (name !== '' && seen.has(identity)) {
      return {
        refused: 'upload/columns-duplicate',
        detail: `The column ${shown(name)} is there twice.`,
        field: shown(name),
        wouldBeRight: 'each column once',
      };
    }
    seen.add(identity);
    if (column !== undefined) columns.push(column);
    else if (ignoredColumns.length < 50) ignoredColumns.push(name === '' ? `(column ${index + 1})` : shown(name));
  }
  const missing = missingColumns(type, seen);
  if (missing.length > 0) {
    return {
      refused: 'upload/columns-missing',
      detail: `The file has no column ${missing.join(', ')}.`,
      field: missing[0],
      was: header.slice(0, 40).map(shown),
      wouldBeRight: `a header with ${neededColumns(type)}`,
    };
  }
  const subgroups = columns.filter((column) => column.isSubgroup).map((column) => column.field);
  return { type, columns, ignoredColumns, subgroups: subgroups.sort(), width: header.length };
}

function columnNamed(type: RecordTypeDeclaration, name: string, index: number): Column | undefined {
  const lower = name.toLowerCase();
  for (const [field, declared] of Object.entries(type.fields)) {
    if (field.toLowerCase() === lower) return fieldColumn(type, field, declared.kind, index);
  }
  if (type.openColumns === 'attributes' && lower.startsWith(OWN_ATTRIBUTE_PREFIX)) {
    const own = name.slice(OWN_ATTRIBUTE_PREFIX.length).trim();
    return OWN_NAME.test(own) && !FORBIDDEN_NAMES.has(own)
      ? { index, field: OWN_ATTRIBUTE_PREFIX + own, kind: ATTRIBUTE_KIND }
      : undefined;
  }
  if (type.openColumns === 'subgroups' && !FORBIDDEN_NAMES.has(name)) {
    const own = lower.startsWith(OWN_ATTRIBUTE_PREFIX) ? name.slice(OWN_ATTRIBUTE_PREFIX.length) : name;
    return OWN_NAME.test(own) ? { index, field: subgroupName(name), kind: SUBGROUP_KIND, isSubgroup: true } : undefined;
  }
  return undefined;
}

function fieldColumn(type: RecordTypeDeclaration, field: string, kind: FieldKind, index: number): Column {
  return type.name === 'counts' ? { index, field, kind, isCount: true } : { index, field, kind };
}

/**
 * The shape of a file whose columns a mapping names. Columns of the file that the mapping leaves out are ignored.
 * Refused: a mapped field the type does not have, a column the file does not have, a needed field that is not mapped.
 */
export function recogniseMapped(
  type: RecordTypeDeclaration,
  mapping: Readonly<Record<string, ColumnMapping>>,
  header: readonly string[],
): RowShape | Refusal {
  const positions = new Map(header.map((name, index) => [name.trim().normalize('NFC').toLowerCase(), index]));
  if (positions.size < header.length) {
    return {
      refused: 'upload/columns-duplicate',
      detail: 'A column is there twice.',
      wouldBeRight: 'each column once',
    };
  }
  const columns: Column[] = [];
  const used = new Set<number>();
  for (const [field, from] of Object.entries(mapping)) {
    const column = columnNamed(type, field, -1);
    if (column === undefined) {
      return {
        refused: 'mapping/field-unknown',
        detail: `${type.name} has no field ${shown(field)}.`,
        field: shown(field),
        wouldBeRight: Object.keys(type.fields).join(', '),
      };
    }
    if (typeof from !== 'string' && 'constant' in from) {
      columns.push({ ...column, constant: from.constant });
      continue;
    }
    const name = typeof from === 'string' ? from : from.column;
    const index = positions.get(name.trim().normalize('NFC').toLowerCase());
    if (index === undefined) {
      return {
        refused: 'upload/columns-missing',
        detail: `The file has no column ${shown(name)}, which the mapping names.`,
        field: shown(name),
        was: header.slice(0, 40).map(shown),
      };
    }
    used.add(index);
    columns.push(typeof from === 'string' ? { ...column, index } : { ...column, index, values: valuesOf(from.values) });
  }
  const missing = missingColumns(type, new Set(columns.map((column) => column.field)));
  if (missing.length > 0) {
    return {
      refused: 'mapping/field-missing',
      detail: `The mapping does not say where ${missing.join(', ')} comes from.`,
      field: missing[0],
      wouldBeRight: neededColumns(type),
    };
  }
  const ignoredColumns = header
    .filter((_, index) => !used.has(index))
    .slice(0, 50)
    .map(shown);
  const subgroups = columns
    .filter((column) => column.isSubgroup)
    .map((column) => column.field)
    .sort();
  return { type, columns, ignoredColumns, subgroups, width: header.length };
}

function valuesOf(values: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(values).map(([from, to]) => [from.trim().toLowerCase(), to]));
}

function missingColumns(type: RecordTypeDeclaration, present: ReadonlySet<string>): readonly string[] {
  const required = Object.entries(type.fields)
    .filter(([, declared]) => declared.required === true)
    .map(([field]) => field);
  const missing = required.filter((field) => !present.has(field));
  if (type.alternateKey === undefined) return missing;
  const hasKey = [type.key, type.alternateKey].some((key) => key.every((field) => present.has(field)));
  return hasKey
    ? missing
    : [...missing, ...type.key.filter((field) => !present.has(field) && !missing.includes(field))];
}

function neededColumns(type: RecordTypeDeclaration): string {
  const keys = [type.key, ...(type.alternateKey === undefined ? [] : [type.alternateKey])];
  const required = Object.entries(type.fields)
    .filter(([, declared]) => declared.required === true)
    .map(([field]) => field);
  return keys
    .map((key) =>
      [...new Set([...key.filter((field) => !type.emptyKeyFields?.includes(field)), ...required])].join(', '),
    )
    .join(' — or ');
}

function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
