import { createHash } from 'node:crypto';
import { z } from 'zod';

type JsonObject = Record<string, unknown>;

export interface ConvertedSchema {
  readonly schema: JsonObject;
  /** Named parts, by name; the schema refers to them as `#/$defs/<name>`. */
  readonly parts: Readonly<Record<string, unknown>>;
}

const UNNAMED = /^__schema\d+$/;

/** A zod schema as JSON Schema. Formats stand for themselves: their patterns of hundreds of characters are left out. */
export function jsonSchemaOf(
  schema: z.ZodType,
  io: 'input' | 'output',
  target: 'draft-2020-12' | 'draft-7',
): ConvertedSchema {
  const whole = z.toJSONSchema(schema, {
    ...{ io, target, unrepresentable: 'any' },
    override: ({ jsonSchema }) => {
      if (typeof jsonSchema.format === 'string' && /^(?:date-time|date|time|duration)$/.test(jsonSchema.format))
        delete jsonSchema.pattern;
    },
  }) as JsonObject;
  const { $defs, definitions, $schema: _version, ...rest } = whole;
  return { schema: rest, parts: ($defs ?? definitions ?? {}) as JsonObject };
}

/** The same with parts that zod has numbered renamed by their content, so that two documents' parts never meet. */
export function withSteadyNames({ schema, parts }: ConvertedSchema): ConvertedSchema {
  const names = Object.keys(parts).filter((name) => UNNAMED.test(name));
  if (names.length === 0) return { schema, parts };
  let text = JSON.stringify({ schema, parts });
  for (const name of names) {
    const steady = `part-${createHash('sha256').update(JSON.stringify(parts[name])).digest('hex').slice(0, 10)}`;
    text = text.replaceAll(`"${name}"`, `"${steady}"`).replaceAll(`/${name}"`, `/${steady}"`);
  }
  return JSON.parse(text) as ConvertedSchema;
}
