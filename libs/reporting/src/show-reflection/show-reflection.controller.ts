import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import {
  ReflectionChange,
  ReflectionParams,
  ReflectionSummary,
  ReflectionView,
  ReportingDistrictQuery,
  ReportingPageQuery,
} from '@evenground/contracts';
import { Answers, type PageAnswer, type Table, pageSchema, table } from '@evenground/http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ShowReflection } from './show-reflection.js';

const LIST_COLUMNS = [
  ...['cycleId', 'title', 'area', 'stage', 'indicator', 'gap', 'change', 'status', 'provisional'],
  ...['progress', 'expectedProgress', 'onTrack', 'fidelityLevel', 'recommendation'],
];
const HISTORY_COLUMNS = [
  'sequence',
  'occurredAt',
  'cause',
  'value',
  'gap',
  'change',
  'status',
  'fidelityLevel',
  'recommendation',
];

@Controller('cycles')
export class ShowReflectionController {
  constructor(@Inject(ShowReflection) private readonly feature: ShowReflection) {}

  @Get()
  @Access('reflection.read')
  @Answers(pageSchema(ReflectionSummary))
  async list(
    @Query({ schema: ReportingPageQuery }) query: ReportingPageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Table<PageAnswer<ReflectionSummary>>> {
    const page = await this.feature.list(principal, districtOf(principal, query.district), query);
    return table(LIST_COLUMNS, page.items.map(listRow), page);
  }

  @Get(':cycleId/reflection')
  @Access('reflection.read')
  @Answers(ReflectionView)
  one(
    @Param({ schema: ReflectionParams }) { cycleId }: ReflectionParams,
    @Query({ schema: ReportingDistrictQuery }) { district }: ReportingDistrictQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ReflectionView> {
    return this.feature.one(principal, cycleId, district);
  }

  @Get(':cycleId/reflection/history')
  @Access('reflection.read')
  @Answers(pageSchema(ReflectionChange))
  async history(
    @Param({ schema: ReflectionParams }) { cycleId }: ReflectionParams,
    @Query({ schema: ReportingPageQuery }) query: ReportingPageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Table<PageAnswer<ReflectionChange>>> {
    const page = await this.feature.history(principal, cycleId, query);
    return table(HISTORY_COLUMNS, page.items.map(historyRow), page);
  }
}

function listRow(item: ReflectionSummary): Record<string, unknown> {
  const { gap, ...rest } = item;
  return { ...rest, gap: gap?.current, change: gap?.change, status: gap?.status, provisional: gap?.provisional };
}

function historyRow({ sequence, cause, reflection }: ReflectionChange): Record<string, unknown> {
  return {
    ...{ sequence, occurredAt: cause.occurredAt, cause: cause.type },
    value: reflection.current?.value,
    ...{ gap: reflection.gap?.current, change: reflection.gap?.change, status: reflection.gap?.status },
    fidelityLevel: reflection.fidelity.level,
    recommendation: reflection.recommendation?.kind,
  };
}
