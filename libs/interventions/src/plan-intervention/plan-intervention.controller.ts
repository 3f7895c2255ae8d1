import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DistrictQuery, PlanInterventionBody } from '@evenground/contracts';
import { IdempotencyKey, RunCommand } from '@evenground/http';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { PlanIntervention } from './plan-intervention.js';

@Controller('cycles/:id/interventions')
export class PlanInterventionController {
  constructor(
    @Inject(PlanIntervention) private readonly feature: PlanIntervention,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  @Post()
  @Access('plans.write')
  plan(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: PlanInterventionBody }) body: PlanInterventionBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const route = `POST /cycles/${cycleId}/interventions in ${district}`;
    return this.commands.run({ principal, route, key, body, status: 201 }, (keep) =>
      this.feature.plan({ principal, district, cycleId, body }, keep),
    );
  }
}
