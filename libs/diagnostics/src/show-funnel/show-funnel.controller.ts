import { Access, CurrentPrincipal, type Principal } from '@evenground/auth';
import { FunnelsAnswer, FunnelsQuery, isRefusal } from '@evenground/contracts';
import { Answers, table, throwRefusal } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { askedExactly } from '../show-gaps/read-asked.js';
import { UNSUPPRESSED_NOTICE } from '../show-gaps/show-gaps.controller.js';
import { ShowFunnel } from './show-funnel.js';

const COLUMNS = [
  ...['schoolId', 'name', 'n', 'events', 'value', 'low95', 'high95', 'low998', 'high998'],
  ...['position', 'side', 'standing', 'pValue', 'adjustedP', 'reason'],
];

/** For those who see every live cell of the schools they ask about. */
@Controller()
export class ShowFunnelController {
  constructor(
    @Inject(ShowFunnel) private readonly funnels: ShowFunnel,
    @Inject(IndicatorCatalogue) private readonly catalogue: IndicatorCatalogue,
  ) {}

  @Get('funnels')
  @Access('gaps.read-unsuppressed')
  @Answers(FunnelsAnswer)
  async show(@CurrentPrincipal() principal: Principal, @Query({ schema: FunnelsQuery }) query: FunnelsQuery) {
    const asked = await askedExactly(principal, query, query.indicator, this.catalogue);
    const answer = await this.funnels.funnel(asked);
    if (isRefusal(answer)) throwRefusal(answer, 422);
    const rows = answer.schools.map(({ limits: [inner, outer], ...point }) => ({
      ...point,
      ...{ low95: inner?.low, high95: inner?.high, low998: outer?.low, high998: outer?.high },
    }));
    return table(COLUMNS, rows, answer, { notice: UNSUPPRESSED_NOTICE });
  }
}
