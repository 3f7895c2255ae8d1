import { principalOf, rememberPrincipal } from '@evenground/auth';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Finds the district of what a request names, for a caller of every district who does not say which. */
export type FindDistrict = (namedIds: readonly string[]) => Promise<string | undefined>;

const NAMING_FIELDS = ['cycleId', 'interventionId'] as const;

/**
 * A caller of every district acts in one of them at a time. Who names none is held to the district that has what the
 * path or the body names; where that is not certain, the route asks for it (`district/missing`).
 */
export class DistrictGuard implements CanActivate {
  constructor(private readonly find: FindDistrict) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = principalOf(request);
    const body = (request.body ?? {}) as Record<string, unknown>;
    if (principal?.districts !== '*' || isNamed(request.query['district']) || isNamed(body['district'])) return true;
    const named = [...Object.values(request.params), ...NAMING_FIELDS.map((field) => body[field])];
    const district = await this.find(named.filter(isNamed));
    if (district !== undefined) rememberPrincipal(request, { ...principal, districts: [district] });
    return true;
  }
}

function isNamed(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
