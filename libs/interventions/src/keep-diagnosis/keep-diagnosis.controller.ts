import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import {
  AssumptionBody,
  AssumptionTestBody,
  DiagnosisView,
  DistrictQuery,
  EvidenceBody,
  HypothesisBody,
  HypothesisStepBody,
} from '@evenground/contracts';
import { Answers, IdempotencyKey, RunCommand } from '@evenground/http';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CONCLUSIONS } from '../domain/hypotheses.js';
import { KeepDiagnosis, type DiagnosisCommand } from './keep-diagnosis.js';

const Conclusion = z.enum(CONCLUSIONS);
type Conclusion = z.infer<typeof Conclusion>;

@Controller('cycles/:id')
export class KeepDiagnosisController {
  constructor(
    @Inject(KeepDiagnosis) private readonly feature: KeepDiagnosis,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  /** Competing explanations with what speaks for and against each, assumptions, themes, and what was missed. */
  @Get('diagnosis')
  @Access('hypotheses.read')
  @Answers(DiagnosisView)
  show(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
  ): Promise<DiagnosisView> {
    return this.feature.show({ principal, district: districtOf(principal, query.district), cycleId });
  }

  @Post('hypotheses')
  @Access('hypotheses.write')
  propose(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: HypothesisBody }) body: HypothesisBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.say(principal, cycleId, query, { command: 'propose', body }, key, 201);
  }

  @Post('hypotheses/:hypothesis/evidence')
  @Access('hypotheses.write')
  addEvidence(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Param('hypothesis') hypothesisId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: EvidenceBody }) body: EvidenceBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.say(principal, cycleId, query, { command: 'add-evidence', hypothesisId, body }, key, 201);
  }

  @Post('hypotheses/:hypothesis/:conclusion')
  @Access('hypotheses.write')
  conclude(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Param('hypothesis') hypothesisId: string,
    @Param('conclusion', { schema: Conclusion }) command: Conclusion,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: HypothesisStepBody }) body: HypothesisStepBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.say(principal, cycleId, query, { command, hypothesisId, body }, key, 200);
  }

  @Post('assumptions')
  @Access('hypotheses.write')
  noteAssumption(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: AssumptionBody }) body: AssumptionBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.say(principal, cycleId, query, { command: 'note-assumption', body }, key, 201);
  }

  @Post('assumptions/:assumption/test')
  @Access('hypotheses.write')
  testAssumption(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Param('assumption') assumptionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: AssumptionTestBody }) body: AssumptionTestBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.say(principal, cycleId, query, { command: 'test-assumption', assumptionId, body }, key, 200);
  }

  private say(
    principal: Principal,
    cycleId: string,
    query: DistrictQuery,
    said: DiagnosisCommand,
    key: string | undefined,
    status: number,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const about = 'hypothesisId' in said ? said.hypothesisId : 'assumptionId' in said ? said.assumptionId : '';
    const route = `POST /cycles/${cycleId}/diagnosis ${said.command} ${about} in ${district}`;
    return this.commands.run({ principal, route, key, body: said.body, status }, (keep) =>
      this.feature.say({ principal, district, cycleId }, said, keep),
    );
  }
}
