import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { isRefusal } from '@evenground/contracts';
import { Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { PageQuery } from './paging.js';
import { throwRefusal } from './problem.js';
import { ServiceDeadLetters } from './service-dead-letters.js';
import { written } from './written.js';

const Name = z.string().min(1).max(200);
const DistrictAsked = z.strictObject({ district: Name.optional() });
const DeadLettersQuery = z.strictObject({
  ...{ ...DistrictAsked.shape, ...PageQuery.shape },
  /** Whose events could not be handled; all that the service listens to without it. */
  topic: Name.optional(),
  /** `<service>.<feature>`: only what this feature could not handle. */
  group: Name.optional(),
});

/** For operators: what the features of the service gave up, and how to have it again. The same in every service. */
@Controller('dead-letters')
export class DeadLettersController {
  constructor(@Inject(ServiceDeadLetters) private readonly letters: ServiceDeadLetters) {}

  @Get()
  @Access('operations')
  list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DeadLettersQuery }) { district, ...query }: z.infer<typeof DeadLettersQuery>,
  ): Promise<unknown> {
    return this.letters.list(districtOf(principal, district), query);
  }

  @Post(':id/replay')
  @Access('operations')
  async replay(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: Name }) id: string,
    @Query({ schema: DistrictAsked }) { district }: z.infer<typeof DistrictAsked>,
  ): Promise<unknown> {
    const asked = await this.letters.replay(districtOf(principal, district), id);
    if (isRefusal(asked)) throwRefusal(asked, asked.refused === 'dead-letter/unknown' ? 404 : 409);
    return written({ restatementId: asked.restatementId }, asked.positions, 202);
  }
}
