import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE, eventDeclared } from './catalogue.js';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'events');

interface Golden {
  readonly topic: string;
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
}

const goldens: readonly Golden[] = readdirSync(FIXTURES).flatMap((folder) =>
  readdirSync(join(FIXTURES, folder)).map(
    (name) => JSON.parse(readFileSync(join(FIXTURES, folder, name), 'utf8')) as Golden,
  ),
);

/** An old event as today's code reads it: every upcaster from its version to the newest. */
function upcast(golden: Golden): unknown {
  const declared = eventDeclared(golden.topic, golden.type);
  if (!declared) throw new Error(`the catalogue no longer knows ${golden.type} on ${golden.topic}`);
  let data = golden.data;
  for (let version = golden.version; version < declared.version; version++) {
    const step = declared.upcast?.[version];
    if (!step) throw new Error(`${golden.type}: no upcaster from version ${version}`);
    data = step(data);
  }
  return declared.schema.parse(data);
}

describe('golden events: what was once published stays readable', () => {
  it.each(goldens.map((golden) => [`${golden.type} v${golden.version}`, golden] as const))('%s', (_name, golden) => {
    const read = upcast(golden);
    // Written by the first release: nothing of it may be lost by reading it today.
    if (eventDeclared(golden.topic, golden.type)?.version === golden.version) expect(read).toEqual(golden.data);
  });

  it('every event type of the catalogue has a golden for each of its versions', () => {
    const kept = new Set(goldens.map((golden) => `${golden.type} v${golden.version}`));
    const wanted = CATALOGUE.flatMap((declared) =>
      Array.from({ length: declared.version }, (_, index) => `${declared.type} v${index + 1}`),
    );
    expect(wanted.filter((name) => !kept.has(name))).toEqual([]);
  });

  it('a golden is never removed: each names a type that the catalogue still reads', () => {
    expect(goldens.length).toBeGreaterThanOrEqual(
      CATALOGUE.length === 0 ? 1 : new Set(CATALOGUE.map((declared) => declared.type)).size,
    );
  });

  it.each(CATALOGUE.filter((declared) => declared.split).map((declared) => [declared.type, declared] as const))(
    '%s splits into valid single facts',
    (type, declared) => {
      const golden = goldens.find((candidate) => candidate.type === type);
      const facts = declared.split!(declared.schema.parse(golden!.data));
      expect(facts.length).toBeGreaterThan(0);
      for (const fact of facts) expect(declared.schema.safeParse(fact).success).toBe(true);
    },
  );
});
