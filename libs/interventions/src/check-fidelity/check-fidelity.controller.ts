import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DistrictQuery, FidelityCheckBody, InterventionPageQuery } from '@evenground/contracts';
import { IdempotencyKey, table, RunCommand } from '@evenground/http';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CheckFidelity } from './check-fidelity.js';

const COLUMNS = ['id', 'schoolId', 'on', 'observerRole', 'method', 'quality', 'engagement', 'attended', 'offered'];

@Controller('interventions/:id/fidelity-checks')
export class CheckFidelityController {
  constructor(
    @Inject(CheckFidelity) private readonly feature: CheckFidelity,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  @Post()
  @Access('fidelity-checks.write')
  check(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: FidelityCheckBody }) body: FidelityCheckBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const route = `POST /interventions/${interventionId}/fidelity-checks in ${district}`;
    return this.commands.run({ principal, route, key, body, status: 201 }, (keep) =>
      this.feature.check({ principal, district, interventionId }, body, keep),
    );
  }

  @Get()
  @Access('fidelity-checks.read')
  async list(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: InterventionPageQuery }) query: InterventionPageQuery,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const page = await this.feature.list({ principal, district, interventionId }, query);
    return table(COLUMNS, page.items, page);
  }
}
