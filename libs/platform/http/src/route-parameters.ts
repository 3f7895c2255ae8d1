import 'reflect-metadata';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';

/** What a handler takes from the request, read from Nest's own metadata. */
export interface RouteParameters {
  readonly takesBody: boolean;
  /** Every `@Body`, `@Query` or `@Param` as a whole has a schema. */
  readonly unchecked: readonly ('body' | 'query')[];
  /** Names taken by `@Query('name')`; `'any'` where a schema judges the whole query. */
  readonly queryKeys: ReadonlySet<string> | 'any';
}

interface ArgumentMetadata {
  readonly data?: unknown;
  readonly schema?: unknown;
}

const known = new WeakMap<object, Map<string, RouteParameters>>();

/** Which parts of the request the method `handlerName` of a controller takes. */
export function routeParameters(controller: object, handlerName: string): RouteParameters {
  const ofController = known.get(controller) ?? new Map<string, RouteParameters>();
  known.set(controller, ofController);
  const found = ofController.get(handlerName) ?? readParameters(controller, handlerName);
  ofController.set(handlerName, found);
  return found;
}

function readParameters(controller: object, handlerName: string): RouteParameters {
  const metadata = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handlerName) ?? {}) as Record<
    string,
    ArgumentMetadata
  >;
  const of = (kind: RouteParamtypes) =>
    Object.entries(metadata)
      .filter(([key]) => key.startsWith(`${kind}:`))
      .map(([, value]) => value);
  const bodies = of(RouteParamtypes.BODY);
  const queries = of(RouteParamtypes.QUERY);
  const unchecked: ('body' | 'query')[] = [];
  if (bodies.some(({ schema }) => schema === undefined)) unchecked.push('body');
  if (queries.some(({ schema }) => schema === undefined)) unchecked.push('query');
  return {
    takesBody: bodies.length > 0,
    unchecked,
    queryKeys: queries.some(({ data }) => typeof data !== 'string')
      ? 'any'
      : new Set(queries.map(({ data }) => String(data))),
  };
}
