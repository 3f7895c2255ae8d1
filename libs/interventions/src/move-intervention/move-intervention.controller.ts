import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DistrictQuery, InterventionStepBody } from '@evenground/contracts';
import { IdempotencyKey, RunCommand } from '@evenground/http';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { MoveIntervention, type MoveInterventionCall } from './move-intervention.js';

@Controller('interventions/:id')
export class MoveInterventionController {
  constructor(
    @Inject(MoveIntervention) private readonly feature: MoveIntervention,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  @Post('start')
  @Access('interventions.write')
  start(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: InterventionStepBody }) input: InterventionStepBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, interventionId, command: 'start', input }, key);
  }

  @Post('pause')
  @Access('interventions.write')
  pause(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: InterventionStepBody }) input: InterventionStepBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, interventionId, command: 'pause', input }, key);
  }

  @Post('resume')
  @Access('interventions.write')
  resume(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: InterventionStepBody }) input: InterventionStepBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, interventionId, command: 'resume', input }, key);
  }

  @Post('end')
  @Access('interventions.write')
  end(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: InterventionStepBody }) input: InterventionStepBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, interventionId, command: 'end', input }, key);
  }

  @Post('abandon')
  @Access('interventions.write')
  abandon(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: InterventionStepBody }) input: InterventionStepBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, interventionId, command: 'abandon', input }, key);
  }

  private move(call: MoveInterventionCall, key: string | undefined): Promise<unknown> {
    const { principal, district, interventionId, command, input } = call;
    const route = `POST /interventions/${interventionId}/${command} in ${district}`;
    return this.commands.run({ principal, route, key, body: input, status: 200 }, (keep) =>
      this.feature.move(call, keep),
    );
  }
}
