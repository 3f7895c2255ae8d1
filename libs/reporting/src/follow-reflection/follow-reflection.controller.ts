import { Access, CurrentPrincipal, type Principal } from '@evenground/auth';
import { ReflectionParams, ReportingDistrictQuery } from '@evenground/contracts';
import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { FollowReflection } from './follow-reflection.js';

@Controller('cycles')
export class FollowReflectionController {
  constructor(@Inject(FollowReflection) private readonly feature: FollowReflection) {}

  /** Answers by itself and not through `@Sse`, whose queue for a slow client has no bound. */
  @Get(':cycleId/reflection/stream')
  @Access('reflection.read')
  follow(
    @Param({ schema: ReflectionParams }) { cycleId }: ReflectionParams,
    @Query({ schema: ReportingDistrictQuery }) { district }: ReportingDistrictQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('authorization') authorization: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: ServerResponse,
  ): Promise<void> {
    return this.feature.follow({ cycleId, district, principal, authorization, lastEventId, response });
  }
}
