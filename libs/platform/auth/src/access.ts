import 'reflect-metadata';
import { SetMetadata } from '@nestjs/common';
import type { Action } from './permissions.js';

const ACCESS = 'evenground:access';

/** What a route says about who may call it. */
export type RouteAccess = { readonly action: Action } | { readonly openBecause: string };

/** Names the row of the permission table that a route (or every route of a controller) stands under. */
export function Access(action: Action): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS, { action } satisfies RouteAccess);
}

/** Opens a route to everyone, and says why. The reason is listed with the routes. */
export function OpenRoute(reason: string): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS, { openBecause: reason } satisfies RouteAccess);
}

type Target = abstract new (...args: never[]) => unknown;

/** What the method, or else its controller, declares; `undefined` when neither does. */
export function accessOf(handler: object, controller: Target): RouteAccess | undefined {
  const found: unknown = Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller);
  return found as RouteAccess | undefined;
}
