import { inDistrict, principalOf, rememberPrincipal } from '@evenground/auth';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Finds the district of what a request names, for a caller of every district who does not say which. */
export type FindDistrict = (namedIds: readonly string[]) => Promise<string | undefined>;

const NAMING_FIELDS = ['cycleId', 'interventionId'] as const;

/**
 * A caller of several districts acts in one of them at a time: the one that the query names, also on a route that finds
 * the district by an id. A caller of every district who names none is held to the district that has what the path or
 * the body names; where that is not certain, the route asks for it (`district/missing`).
 */
export class DistrictGuard implements CanActivate {
  constructor(private readonly find?: FindDistrict) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = principalOf(request);
    const body = (request.body ?? {}) as Record<string, unknown>;
    if (principal === undefined) return true;
    const asked = request.query['district'];
    if (isNamed(asked)) {
      // Another district than the caller's is refused by the route, with its own words.
      if (inDistrict(principal, asked)) rememberPrincipal(request, { ...principal, districts: [asked] });
      return true;
    }
    if (principal.districts !== '*' || this.find === undefined || isNamed(body['district'])) return true;
    const named = [...Object.values(request.params), ...NAMING_FIELDS.map((field) => body[field])];
    const district = await this.find(named.filter(isNamed));
    if (district !== undefined) rememberPrincipal(request, { ...principal, districts: [district] });
    return true;
  }
}

function isNamed(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
