import { PERMISSIONS } from '@evenground/auth';
import { ADAPTERS } from '@evenground/composition';
import { CATALOGUE, type Service } from '@evenground/contracts';
import { serviceOf } from '@evenground/event-log';
import { type ProcessDescription, describeProcess } from '@evenground/host';
import { SERVICES_OF_THE_PROCESS } from './services.js';

interface DescribedOperation {
  readonly 'x-action'?: string;
  readonly 'x-open-because'?: string;
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
