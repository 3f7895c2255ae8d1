import { Access, CurrentPrincipal, type Principal } from '@evenground/auth';
import { DistrictQuery, OpenCycleBody } from '@evenground/contracts';
import { IdempotencyKey, RunCommand } from '@evenground/http';
import { Body, Controller, Inject, Post, Query } from '@nestjs/common';
import { OpenCycle, districtOfOpening } from './open-cycle.js';

@Controller('cycles')
export class OpenCycleController {
  constructor(
    @Inject(OpenCycle) private readonly feature: OpenCycle,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  @Post()
  @Access('cycles.write')
  open(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: OpenCycleBody }) body: OpenCycleBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOfOpening(principal, body, query.district);
    return this.commands.run({ principal, route: `POST /cycles in ${district}`, key, body, status: 201 }, (keep) =>
      this.feature.open(principal, body, district, keep),
    );
  }
}
