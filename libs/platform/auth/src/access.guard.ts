import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { AccessRefused } from './access-refused.js';
import { accessOf } from './access.js';
import type { Authenticator } from './authenticator.js';
import { rememberPrincipal } from './current-principal.js';
import { requireGrant } from './may.js';

/** The one door of every route: no declaration, no entry; no valid token, no entry; no grant in the table, no entry. */
export class AccessGuard implements CanActivate {
  constructor(private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true; // events are not requests: the log's handlers have no caller
    const access = accessOf(context.getHandler(), context.getClass());
    if (access === undefined) throw new AccessRefused(403, 'role/not-allowed', 'This route is open to nobody.');
    if ('openBecause' in access) return true;
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    const principal = await this.authenticator.authenticate(request.headers.authorization);
    requireGrant(principal, access.action);
    rememberPrincipal(request, principal);
    return true;
  }
}
