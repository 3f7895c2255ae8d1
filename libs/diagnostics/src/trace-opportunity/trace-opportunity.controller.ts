import { Access, CurrentPrincipal, type Principal } from '@evenground/auth';
import { OpportunityChainsAnswer, OpportunityChainsQuery, isRefusal } from '@evenground/contracts';
import { Answers, table, throwRefusal } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { askedExactly } from '../show-gaps/read-asked.js';
import { UNSUPPRESSED_NOTICE } from '../show-gaps/show-gaps.controller.js';
import { TraceOpportunity } from './trace-opportunity.js';

const COLUMNS = ['group', 'eligible', 'stage', 'n', 'share', 'conditional', 'reason'];

@Controller()
export class TraceOpportunityController {
  constructor(
    @Inject(TraceOpportunity) private readonly opportunity: TraceOpportunity,
    @Inject(IndicatorCatalogue) private readonly catalogue: IndicatorCatalogue,
  ) {}

  @Get('opportunity-chains')
  @Access('gaps.read-unsuppressed')
  @Answers(OpportunityChainsAnswer)
  async show(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: OpportunityChainsQuery }) query: OpportunityChainsQuery,
  ) {
    const asked = await askedExactly(principal, query, 'advanced-enrolled', this.catalogue);
    const answer = await this.opportunity.chains({ ...asked, attribute: query.by });
    if (isRefusal(answer)) throwRefusal(answer, 422);
    const rows = answer.groups.flatMap(({ group, eligible, stages }) =>
      stages.map((stage) => ({ group: Object.values(group).join(), eligible, ...stage })),
    );
    return table(COLUMNS, rows, answer, { notice: UNSUPPRESSED_NOTICE });
  }
}
