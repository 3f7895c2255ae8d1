import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/internal';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { PlatformError } from '@evenground/contracts';
import { type RouteAccess, accessOf } from './access.js';

/** One method of one controller that answers HTTP. */
export interface DeclaredRoute {
  readonly method: string;
  /** As the router has it, prefix included, e.g. `/api/feedback/v1/surveys/:surveyId`. */
  readonly path: string;
  readonly controller: string;
  readonly controllerClass: abstract new (...args: never[]) => unknown;
  readonly handler: string;
  readonly handlerFunction: object;
  readonly access: RouteAccess | undefined;
}

type Constructor = abstract new (...args: never[]) => unknown;

/** Every HTTP route that the controllers of the app declare, by the app's own container. */
export function declaredRoutes(app: INestApplication, prefix = ''): readonly DeclaredRoute[] {
  const scanner = new MetadataScanner();
  const routes: DeclaredRoute[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const controller = metatype as Constructor;
      for (const name of scanner.getAllMethodNames(controller.prototype as object)) {
        routes.push(...routesOfMethod(controller, name, prefix));
      }
    }
  }
  return routes;
}

function routesOfMethod(controller: Constructor, name: string, prefix: string): readonly DeclaredRoute[] {
  const handler = (controller.prototype as Record<string, object>)[name]!;
  const method: unknown = Reflect.getMetadata(METHOD_METADATA, handler);
  if (typeof method !== 'number') return []; // not an HTTP route, e.g. an event handler
  return pathsOf(controller).flatMap((base) =>
    pathsOf(handler).map((path) => ({
      method: RequestMethod[method]!,
      path: joinPath(prefix, base, path),
      controller: controller.name,
      controllerClass: controller,
      handler: name,
      handlerFunction: handler,
      access: accessOf(handler, controller),
    })),
  );
}

function pathsOf(target: object): readonly string[] {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | readonly string[] | undefined;
  return typeof path === 'string' ? [path] : (path ?? ['']);
}

function joinPath(...parts: readonly string[]): string {
  const joined = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${joined.join('/')}`;
}

/** Every route of the running Express router, as `METHOD /path`. */
export function routerRoutes(app: INestApplication): readonly string[] {
  const { router } = app.getHttpAdapter().getInstance() as { router?: { stack: readonly RouterLayer[] } };
  return (router?.stack ?? []).flatMap(({ route }) =>
    route === undefined ? [] : Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`),
  );
}

interface RouterLayer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/**
 * Stops the start when a route says neither `@Access` nor `@OpenRoute`, or when the running router knows a route
 * that no controller declares.
 *
 * @param app after `init()`
 * @throws PlatformError `configuration-invalid` naming the routes
 */
export function assertEveryRouteDeclared(app: INestApplication, prefix = ''): readonly DeclaredRoute[] {
  const declared = declaredRoutes(app, prefix);
  const silent = declared
    .filter((route) => route.access === undefined)
    .map((route) => `${route.controller}.${route.handler}`);
  const known = new Set(declared.map((route) => `${route.method} ${route.path}`));
  const strays = routerRoutes(app).filter((route) => !known.has(route));
  if (silent.length > 0 || strays.length > 0) {
    throw new PlatformError(
      'configuration-invalid',
      `routes without a declared access: ${[...silent, ...strays].join(', ')}`,
    );
  }
  return declared;
}
