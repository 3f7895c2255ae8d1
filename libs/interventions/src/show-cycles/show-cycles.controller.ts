import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { CycleDetail, CycleView, CyclesQuery, DistrictQuery } from '@evenground/contracts';
import { Answers, pageSchema, table } from '@evenground/http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ShowCycles } from './show-cycles.js';

const COLUMNS = ['id', 'title', 'level', 'area', 'schoolYear', 'state', 'startedOn', 'reviewDueOn', 'annualDueOn'];

@Controller('cycles')
export class ShowCyclesController {
  constructor(@Inject(ShowCycles) private readonly feature: ShowCycles) {}

  @Get()
  @Access('cycles.read')
  @Answers(pageSchema(CycleView))
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: CyclesQuery }) query: CyclesQuery,
  ): Promise<unknown> {
    const page = await this.feature.list(principal, districtOf(principal, query.district), query);
    return table(COLUMNS, page.items, page);
  }

  @Get(':id')
  @Access('cycles.read')
  @Answers(CycleDetail)
  one(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
  ): Promise<unknown> {
    return this.feature.one(principal, districtOf(principal, query.district), cycleId);
  }
}
