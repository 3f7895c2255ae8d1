import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { CycleCommandBody, CycleStepBodies, DistrictQuery } from '@evenground/contracts';
import { IdempotencyKey, RunCommand } from '@evenground/http';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { CycleCommand } from '../domain/cycle-steps.js';
import { type MoveCall, MoveCycle } from './move-cycle.js';

type BodyOf<Command extends CycleCommand> = z.infer<(typeof CycleStepBodies)[Command]>;

@Controller('cycles/:id')
export class MoveCycleController {
  constructor(
    @Inject(MoveCycle) private readonly feature: MoveCycle,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  /** The commands below, named in the body. */
  @Post()
  @Access('cycles.write')
  run(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleCommandBody }) { command, ...input }: CycleCommandBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command, input }, key);
  }

  @Post('begin-diagnosis')
  @Access('cycles.write')
  beginDiagnosis(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleStepBodies['begin-diagnosis'] }) input: BodyOf<'begin-diagnosis'>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command: 'begin-diagnosis', input }, key);
  }

  @Post('begin-design')
  @Access('cycles.write')
  beginDesign(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleStepBodies['begin-design'] }) input: BodyOf<'begin-design'>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command: 'begin-design', input }, key);
  }

  @Post('begin-implementation')
  @Access('cycles.write')
  beginImplementation(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleStepBodies['begin-implementation'] }) input: BodyOf<'begin-implementation'>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command: 'begin-implementation', input }, key);
  }

  @Post('begin-reflection')
  @Access('cycles.write')
  beginReflection(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleStepBodies['begin-reflection'] }) input: BodyOf<'begin-reflection'>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command: 'begin-reflection', input }, key);
  }

  @Post('return-to-diagnosis')
  @Access('cycles.write')
  returnToDiagnosis(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleStepBodies['return-to-diagnosis'] }) input: BodyOf<'return-to-diagnosis'>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command: 'return-to-diagnosis', input }, key);
  }

  @Post('pause')
  @Access('cycles.write')
  pause(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleStepBodies['pause'] }) input: BodyOf<'pause'>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command: 'pause', input }, key);
  }

  @Post('resume')
  @Access('cycles.write')
  resume(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleStepBodies['resume'] }) input: BodyOf<'resume'>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command: 'resume', input }, key);
  }

  @Post('close-early')
  @Access('cycles.write')
  closeEarly(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: CycleStepBodies['close-early'] }) input: BodyOf<'close-early'>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.move({ principal, district, cycleId, command: 'close-early', input }, key);
  }

  private move(call: MoveCall, key: string | undefined): Promise<unknown> {
    const { principal, district, cycleId, command, input } = call;
    const route = `POST /cycles/${cycleId}/${command} in ${district}`;
    return this.commands.run({ principal, route, key, body: input, status: 200 }, (keep) =>
      this.feature.move(call, keep),
    );
  }
}
