import { PERMISSIONS } from '@evenground/auth';
import { ADAPTERS } from '@evenground/composition';
import { CATALOGUE, type Service } from '@evenground/contracts';
import { serviceOf } from '@evenground/event-log';
import { type ProcessDescription, describeProcess } from '@evenground/host';
import { SERVICES_OF_THE_PROCESS } from './services.js';

interface DescribedOperation {
  readonly 'x-action'?: string;
  readonly 'x-open-because'?: string;
  readonly 'x-disclosure-controlled'?: boolean;
  readonly security: readonly unknown[];
  readonly responses: Readonly<Record<string, { readonly content?: unknown }>>;
}

describe('the services of the process', () => {
  let described: ProcessDescription;
  let operations: (readonly [string, DescribedOperation])[];
  beforeAll(async () => {
    described = await describeProcess(SERVICES_OF_THE_PROCESS, ADAPTERS);
    operations = Object.entries(described.merged.paths).flatMap(([path, item]) =>
      Object.entries(item as unknown as Record<string, DescribedOperation>).map(
        ([method, operation]) => [`${method} ${path}`, operation] as const,
      ),
    );
  });

  test('each say who may call each of their routes, by a row of the table', () => {
    expect(operations.length).toBeGreaterThan(20);
    for (const [name, operation] of operations) {
      const action = operation['x-action'];
      if (action === undefined) expect([name, operation['x-open-because']?.length ?? 0]).not.toEqual([name, 0]);
      else expect([name, Object.keys(PERMISSIONS)]).toEqual([name, expect.arrayContaining([action])]);
    }
  });

  test('are open only where no account can be asked for: published releases and survey tokens', () => {
    const open = operations.filter(([, operation]) => operation.security.length === 0).map(([name]) => name);
    expect(open.filter((name) => !/\/(?:releases|surveys)\b/.test(name))).toEqual([]);
  });

  test('answer numbers of people through disclosure control alone, or to who sees every live cell', () => {
    // What of a schema says how many people, or what share of them; sessions, minutes and days of staff are no such.
    const tells = /"(?:n|events|rate|mean|referenceN|baselineN|referenceValue|studentsReached)":/;
    const telling = operations.filter(
      ([name, { responses }]) =>
        name.startsWith('get ') && tells.test(JSON.stringify(resolved(responses['200'] ?? {}))),
    );
    expect(telling.length).toBeGreaterThan(8);
    const around = telling.filter(
      ([, operation]) =>
        operation['x-disclosure-controlled'] !== true && operation['x-action'] !== 'gaps.read-unsuppressed',
    );
    // These two say what an indicator is: `mean` is one of its kinds there, and nobody is counted.
    const definitions = ['get /api/diagnostics/v1/indicators', 'get /api/diagnostics/v1/indicator-templates'];
    expect(around.map(([name]) => name).filter((name) => !definitions.includes(name))).toEqual([]);
    const controlled = operations.filter(([, operation]) => operation['x-disclosure-controlled']).map(([name]) => name);
    for (const known of ['/gaps', '/populations', '/trends', '/problem-statements', '/reflection', '/releases/'])
      expect(controlled.some((name) => name.includes(known))).toBe(true);
  });

  /** With the shapes that it refers to put in. */
  const resolved = (schema: unknown, depth = 0): unknown => {
    if (Array.isArray(schema)) return schema.map((item) => resolved(item, depth));
    if (typeof schema !== 'object' || schema === null) return schema;
    const { $ref, ...own } = schema as Record<string, unknown> & { $ref?: string };
    const { components } = described.merged as unknown as { components?: { schemas?: Record<string, unknown> } };
    const named = typeof $ref === 'string' && depth < 6 ? components?.schemas?.[$ref.split('/').at(-1)!] : undefined;
    const parts = Object.entries(own).map(([key, value]) => [key, resolved(value, depth)] as const);
    return { ...Object.fromEntries(parts), ...(named !== undefined && { named: resolved(named, depth + 1) }) };
  };

  test('handle the topics that the catalogue says they handle, and no other', () => {
    const present = new Set<Service>(SERVICES_OF_THE_PROCESS.map(({ service }) => service));
    const expected = CATALOGUE.flatMap(({ topic, consumers }) =>
      consumers.map((group) => `${serviceOf(group)} ${topic}`),
    ).filter((pair) => present.has(pair.split(' ')[0] as Service));
    const actual = Object.entries(described.features).flatMap(([service, features]) =>
      features.flatMap(({ topics }) => topics.map((topic) => `${service} ${topic}`)),
    );
    expect([...new Set(actual)].sort()).toEqual([...new Set(expected)].sort());
  });
});
