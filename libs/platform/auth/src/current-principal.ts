import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Principal } from './principal.js';

const principals = new WeakMap<object, Principal>();

/** Notes who makes the request; only the guard does. */
export function rememberPrincipal(request: object, principal: Principal): void {
  principals.set(request, principal);
}

/** Who makes the request; `undefined` on an open route. */
export function principalOf(request: object): Principal | undefined {
  return principals.get(request);
}

/** The verified caller, as a parameter of a handler. On an open route there is none, and asking is a fault. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(context.switchToHttp().getRequest<object>());
  if (principal === undefined) throw new Error('An open route has no principal');
  return principal;
});
