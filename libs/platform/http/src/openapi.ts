import 'reflect-metadata';
import type { DeclaredRoute } from '@evenground/auth';
import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/internal';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { jsonSchemaOf, withSteadyNames } from './json-schema.js';
import { AFTER_HEADER, POSITION_HEADER } from './position-token.js';
import type { ServiceApp } from './service-app.js';
import { isStreamedBody } from './streamed-body.js';

export type OpenApiDocument = OpenAPIObject;
type Operation = Record<string, unknown> & { parameters?: unknown[]; responses?: Record<string, unknown> };

const VERSION = '1.0.0'; // of the API, as `/v1` says; not of the product
const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace']);

/** RFC 9457 with our members. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** `<noun>/<reason>`. */
  code: z.string(),
  detail: z.string(),
  correlationId: z.string().optional(),
  field: z.string().optional(),
  was: z.unknown().optional(),
  wouldBeRight: z.string().optional(),
});

/** The OpenAPI 3.1 document of one service, made from its routes and their zod schemas. */
export function openApiOf(service: ServiceApp): OpenApiDocument {
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Evenground ${service.service}`)
    .setDescription('Errors are application/problem+json with a closed code. Every write answers Evenground-Position.')
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .build();
  for (const route of service.routes) nameParameterTypes(route);
  const document = SwaggerModule.createDocument(service.app, outline, {
    autoTagControllers: false,
    operationIdFactory: (controller, method) => `${service.service}.${controller.replace(/Controller$/, '')}.${method}`,
    standardSchemaConverter: (schema, { schemaType }) => {
      const { schema: converted, parts } = withSteadyNames(
        jsonSchemaOf(schema as z.ZodType, schemaType, 'draft-2020-12'),
      );
      return { schema: converted, components: parts };
    },
  });
  const schemas = ((document.components ??= {}).schemas ??= {});
  schemas['Problem'] = jsonSchemaOf(Problem, 'output', 'draft-2020-12').schema;
  for (const route of service.routes) completeOperation(document, route, service.service);
  return document;
}

/**
 * Swagger looks at a handler's schemas only where the compiler left the types of its parameters, which ours does not:
 * a parameter without a schema is text, and of the others the schema says all.
 */
function nameParameterTypes({ controllerClass, handler }: DeclaredRoute): void {
  const prototype = controllerClass.prototype as object;
  if (Reflect.hasMetadata(PARAMTYPES_METADATA, prototype, handler)) return;
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, controllerClass, handler) as
    Record<string, { index: number }> | undefined;
  const count = Math.max(0, ...Object.values(parameters ?? {}).map(({ index }) => index + 1));
  Reflect.defineMetadata(
    PARAMTYPES_METADATA,
    Array.from({ length: count }, () => String),
    prototype,
    handler,
  );
}

function completeOperation(document: OpenApiDocument, route: DeclaredRoute, service: string): void {
  const path = route.path.replace(/:([A-Za-z0-9_]+)/g, '{$1}');
  const operation = (document.paths[path] as Record<string, Operation> | undefined)?.[route.method.toLowerCase()];
  if (operation === undefined) return;
  const { access } = route;
  operation['tags'] = [service];
  operation['summary'] ??= wordsOf(route.handler);
  operation['security'] = access !== undefined && 'openBecause' in access ? [] : [{ bearer: [] }];
  if (access !== undefined)
    Object.assign(
      operation,
      'action' in access ? { 'x-action': access.action } : { 'x-open-because': access.openBecause },
    );
  if (isStreamedBody(route.handlerFunction)) operation['requestBody'] ??= streamedBody();
  operation.parameters = [
    ...(operation.parameters ?? []),
    header(AFTER_HEADER, 'Wait up to 5 s until that write is included, else 503'),
  ];
  completeResponses(operation, route.method);
}

function completeResponses(operation: Operation, method: string): void {
  const responses = (operation.responses ??= {});
  for (const [status, response] of Object.entries(responses)) {
    const said = response as { description?: string; headers?: Record<string, unknown> };
    said.description ||= 'Done';
    if (method !== 'GET' && status.startsWith('2')) {
      said.headers = {
        ...said.headers,
        [POSITION_HEADER]: { description: 'What a later read can wait for', schema: { type: 'string' } },
      };
    }
  }
  responses['default'] ??= {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function header(name: string, description: string): unknown {
  return { name, in: 'header', required: false, description, schema: { type: 'string' } };
}

function streamedBody(): unknown {
  const file = { schema: { type: 'string', format: 'binary' } };
  return {
    required: true,
    content: Object.fromEntries(
      ['text/csv', 'application/zip', 'application/json', 'application/x-ndjson'].map((type) => [type, file]),
    ),
  };
}

function wordsOf(handler: string): string {
  const words = handler.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * One document of several services.
 *
 * @throws Error when two of them name different schemas, paths or operations alike
 */
export function mergeOpenApi(documents: readonly OpenApiDocument[]): OpenApiDocument {
  const [first] = documents;
  const paths: OpenApiDocument['paths'] = {};
  const schemas: Record<string, unknown> = {};
  const operationIds = new Set<string>();
  for (const document of documents) {
    for (const [path, item] of Object.entries(document.paths)) {
      if (path in paths) throw new Error(`two services have the path ${path}`);
      for (const id of operationIdsOf(item)) {
        if (operationIds.has(id)) throw new Error(`two operations are called ${id}`);
        operationIds.add(id);
      }
      paths[path] = item;
    }
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      if (name in schemas && JSON.stringify(schemas[name]) !== JSON.stringify(schema))
        throw new Error(`two different schemas are called ${name}`);
      schemas[name] = schema;
    }
  }
  const outline = first ?? new DocumentBuilder().setOpenAPIVersion('3.1.0').setVersion(VERSION).build();
  return {
    ...outline,
    info: { ...outline.info, title: 'Evenground' },
    paths,
    components: {
      ...first?.components,
      schemas: schemas as NonNullable<NonNullable<OpenApiDocument['components']>['schemas']>,
    },
  };
}

function operationIdsOf(item: object): readonly string[] {
  return Object.entries(item).flatMap(([method, operation]) =>
    METHODS.has(method) ? [String((operation as { operationId?: string }).operationId)] : [],
  );
}
