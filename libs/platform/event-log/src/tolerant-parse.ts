import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Keys that a schema does not know, at one place of the data. */
interface UnknownKeys {
  readonly path: Path;
  readonly keys: readonly string[];
}

export type TolerantResult<Data> = { readonly data: Data } | { readonly issues: readonly Issue[] };

const PASSES = 8; // levels of nested unions that may uncover further keys

/**
 * Parses data of this shape or of a newer minor one: fields that the schema does not know are neither refused nor
 * lost, but stand in the result where they stood in the data.
 */
export function tolerantParse<Data>(schema: z.ZodType<Data>, data: unknown): TolerantResult<Data> {
  const strict = schema.safeParse(data);
  if (strict.success) return { data: strict.data };
  const stripped: UnknownKeys[] = [];
  const copy: unknown = structuredClone(data);
  let issues: readonly Issue[] = strict.error.issues;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const unknown = onlyUnknownKeys(issues);
    if (unknown === undefined) return { issues };
    for (const place of unknown) strip(copy, place);
    stripped.push(...unknown);
    const again = schema.safeParse(copy);
    if (again.success) return { data: restore(again.data, data, stripped) };
    issues = again.error.issues;
  }
  return { issues };
}

/** The unknown keys when nothing else is wrong; undefined otherwise. */
function onlyUnknownKeys(issues: readonly Issue[], base: Path = []): readonly UnknownKeys[] | undefined {
  const found: UnknownKeys[] = [];
  for (const issue of issues) {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      found.push({ path, keys: issue.keys });
      continue;
    }
    if (issue.code !== 'invalid_union') return undefined;
    const option = issue.errors
      .map((errors) => onlyUnknownKeys(errors, path))
      .find((keys) => keys !== undefined && keys.length > 0);
    if (option === undefined) return undefined;
    found.push(...option);
  }
  return found;
}

function strip(data: unknown, place: UnknownKeys): void {
  const at = reach(data, place.path);
  if (at !== undefined) for (const key of place.keys) delete at[key];
}

/** Puts the stripped keys back; a place that the schema has transformed away keeps its transformed form. */
function restore<Data>(parsed: Data, original: unknown, stripped: readonly UnknownKeys[]): Data {
  for (const { path, keys } of stripped) {
    const from = reach(original, path);
    const to = reach(parsed, path);
    if (from === undefined || to === undefined) continue;
    for (const key of keys)
      Object.defineProperty(to, key, { value: from[key], enumerable: true, writable: true, configurable: true });
  }
  return parsed;
}

function reach(data: unknown, path: Path): Record<PropertyKey, unknown> | undefined {
  let at = data;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>) : undefined;
}
