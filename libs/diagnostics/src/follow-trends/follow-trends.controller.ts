import { Access, CurrentPrincipal, districtOf, type Principal } from '@evenground/auth';
import {
  DifferenceInDifferencesAnswer,
  DifferenceInDifferencesQuery,
  InterruptionsAnswer,
  InterruptionsQuery,
  SeasonalityAnswer,
  SeasonalityQuery,
  TrendsAnswer,
  TrendsQuery,
  isRefusal,
} from '@evenground/contracts';
import { throughGate } from '@evenground/disclosure';
import { Answers, table, throwRefusal } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { unknownIndicator } from '../define-indicators/define-indicators.controller.js';
import { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { askedExactly } from '../show-gaps/read-asked.js';
import { filtersOf, itemsOf } from '../show-gaps/read-query.js';
import { UNSUPPRESSED_NOTICE, readerOf, requirePlain, schoolsAsked } from '../show-gaps/show-gaps.controller.js';
import { FollowTrends } from './follow-trends.js';

const COLUMNS = ['group', 'period', 'n', 'events', 'rate', 'mean', 'low', 'high', 'display', 'suppressed', 'reason'];

@Controller('trends')
export class FollowTrendsController {
  constructor(
    @Inject(FollowTrends) private readonly trends: FollowTrends,
    @Inject(IndicatorCatalogue) private readonly catalogue: IndicatorCatalogue,
  ) {}

  /** A point of a period passes the same gate as `/gaps` of that period. */
  @Get()
  @Access('gaps.read-live')
  @Answers(TrendsAnswer)
  async show(@CurrentPrincipal() principal: Principal, @Query({ schema: TrendsQuery }) query: TrendsQuery) {
    const district = districtOf(principal, query.district);
    const schools = schoolsAsked(principal, itemsOf(query.school));
    const where = filtersOf(query.where);
    if (isRefusal(where)) throwRefusal(where, 422);
    const reader = readerOf(principal, schools);
    if (!reader.isUnsuppressed) requirePlain(where, itemsOf(query.by));
    const definition = await this.catalogue.definition(district, query.indicator);
    if (!definition) throw await unknownIndicator(this.catalogue, district, query.indicator);
    const found = await this.trends.trends(
      {
        ...{ district, definition, where, by: itemsOf(query.by) },
        ...(schools && { schools }),
        ...(query.from !== undefined && { from: query.from }),
        ...(query.to !== undefined && { to: query.to }),
      },
      reader,
    );
    if (isRefusal(found)) throwRefusal(found, 422);
    const answer = throughGate(found, reader.isUnsuppressed, (points) => points); // each point came through it
    const rows = answer.series.flatMap(({ group, points }) =>
      points.map(({ interval, ...point }) => ({
        ...{ group: Object.values(group).join(), ...point, low: interval?.low, high: interval?.high },
      })),
    );
    return table(COLUMNS, rows, answer, reader.isUnsuppressed ? { notice: UNSUPPRESSED_NOTICE } : undefined);
  }

  @Get('difference-in-differences')
  @Access('gaps.read-unsuppressed')
  @Answers(DifferenceInDifferencesAnswer)
  async compare(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DifferenceInDifferencesQuery }) query: DifferenceInDifferencesQuery,
  ) {
    const [treated, comparison] = [itemsOf(query.treated), itemsOf(query.comparison)];
    const { indicator, before, after, district, where } = query;
    const said = { school: [...treated, ...comparison], ...(district && { district }), ...(where && { where }) };
    const asked = await askedExactly(principal, said, indicator, this.catalogue);
    const answer = await this.trends.differenceInDifferences(asked, [before, after], [treated, comparison]);
    if (isRefusal(answer)) throwRefusal(answer, 422);
    return answer;
  }

  @Get('interruptions')
  @Access('gaps.read-unsuppressed')
  @Answers(InterruptionsAnswer)
  async interrupt(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: InterruptionsQuery }) query: InterruptionsQuery,
  ) {
    const asked = await askedExactly(principal, query, query.indicator, this.catalogue);
    const answer = await this.trends.interruptions(asked, query.start, query.lag);
    if (isRefusal(answer)) throwRefusal(answer, 422);
    return answer;
  }

  @Get('seasonality')
  @Access('gaps.read-unsuppressed')
  @Answers(SeasonalityAnswer)
  async seasons(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: SeasonalityQuery }) query: SeasonalityQuery,
  ) {
    const asked = await askedExactly(principal, query, 'attendance-rate', this.catalogue);
    const answer = await this.trends.seasonality({ ...asked, by: itemsOf(query.by) }, query.schoolYear);
    if (isRefusal(answer)) throwRefusal(answer, 422);
    return answer;
  }
}
