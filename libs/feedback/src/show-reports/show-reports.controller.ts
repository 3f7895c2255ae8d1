import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { ReportsAnswer, ReportsQuery } from '@evenground/contracts';
import { Answers, table } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ShowReports } from './show-reports.js';

const COLUMNS = ['id', 'cycleId', 'kind', 'severity', 'state', 'fromRole', 'sentIn', 'answerDueOn', 'text'];

@Controller('frontline-reports')
export class ShowReportsController {
  constructor(@Inject(ShowReports) private readonly feature: ShowReports) {}

  @Get()
  @Access('frontline-reports.read')
  @Answers(ReportsAnswer)
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: ReportsQuery }) query: ReportsQuery,
  ): Promise<unknown> {
    const answer = await this.feature.list(principal, districtOf(principal, query.district), query);
    return table(COLUMNS, answer.items, answer);
  }
}
