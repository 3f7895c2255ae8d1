import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { HttpProblem } from './problem.js';
import { problem } from './problem.js';

/** What zod's issues say beyond the standard ones. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
}

interface FieldError {
  readonly field: string;
  readonly was?: unknown;
  readonly wouldBeRight: string;
}

const MOST_ERRORS = 20;
const PLACES: Readonly<Record<string, { readonly status: number; readonly noun: string }>> = {
  body: { status: 422, noun: 'body' },
  query: { status: 400, noun: 'query' },
  param: { status: 400, noun: 'path' },
};

/** Nest's schema pipe, with errors that say field, was and would-be-right, and without silent removal of keys. */
export class SchemaPipe extends StandardSchemaValidationPipe implements PipeTransform {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema } = metadata;
    if (schema === undefined || !this.toValidate(metadata)) return value;
    let result = await this.validate<T>(value, schema);
    // Clients may say their district everywhere; a route that finds it by an id does not know the key.
    if (result.issues !== undefined && isDistrictUnknown(result.issues as readonly Issue[], metadata)) {
      const { district: _known, ...others } = value as Record<string, unknown>;
      result = await this.validate<T>(others as T, schema);
    }
    if (result.issues === undefined) return result.value;
    throw problemOfIssues(result.issues as readonly Issue[], value, metadata);
  }
}

function isDistrictUnknown(issues: readonly Issue[], { type, data }: ArgumentMetadata): boolean {
  const isWholeQuery = type === 'query' && data === undefined;
  return isWholeQuery && issues.some(({ code, keys }) => code === 'unrecognized_keys' && keys?.includes('district'));
}

function problemOfIssues(issues: readonly Issue[], value: unknown, metadata: ArgumentMetadata): HttpProblem {
  const { status, noun } = PLACES[metadata.type] ?? { status: 400, noun: 'request' };
  const errors = issues.slice(0, MOST_ERRORS).flatMap((issue) => fieldErrors(issue, value, metadata.data));
  const [first] = errors;
  const detail = first === undefined ? 'It is not valid.' : `${first.field}: ${first.wouldBeRight}`;
  return problem(status, `${noun}/invalid`, detail, {
    ...first,
    errors: errors.map(({ field, wouldBeRight }) => ({ field, wouldBeRight })),
  });
}

function fieldErrors(issue: Issue, root: unknown, parameter: unknown): readonly FieldError[] {
  const keys = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  const base = typeof parameter === 'string' ? [parameter, ...keys] : keys;
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      field: pathOf([...base, key]),
      wouldBeRight: 'leave it out: it is not known here',
    }));
  }
  return [{ field: pathOf(base), was: valueAt(root, keys), wouldBeRight: expectation(issue) }];
}

function expectation(issue: Issue): string {
  if (issue.values !== undefined && issue.values.length > 0)
    return `one of ${issue.values.slice(0, 40).map(String).join(', ')}`;
  return issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '');
}

function pathOf(keys: readonly PropertyKey[]): string {
  const path = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return path.replace(/^\./, '') || '(whole)';
}

function valueAt(root: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
}
