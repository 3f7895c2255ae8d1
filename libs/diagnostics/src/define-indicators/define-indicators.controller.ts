import {
  DiagnosticsDistrictQuery,
  IndicatorPut,
  PeriodsQuery,
  SUPPLIED_INDICATORS,
  isRefusal,
  IndicatorTemplatesAnswer,
  IndicatorsAnswer,
  PeriodsAnswer,
} from '@evenground/contracts';
import { Access, CurrentPrincipal, districtOf, type Principal } from '@evenground/auth';
import { RANDOM, randomId, type Random } from '@evenground/config';
import { Answers, currentCorrelationId, problem, table, throwRefusal, written } from '@evenground/http';
import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { DefineIndicators } from './define-indicators.js';
import { IndicatorCatalogue } from './indicator-catalogue.js';

const IndicatorId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dot, underscore and hyphen, at most 64');

@Controller()
export class DefineIndicatorsController {
  constructor(
    @Inject(DefineIndicators) private readonly indicators: DefineIndicators,
    @Inject(IndicatorCatalogue) private readonly catalogue: IndicatorCatalogue,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  @Get('indicators')
  @Access('indicators.read')
  @Answers(IndicatorsAnswer)
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
  ) {
    const items = await this.catalogue.all(districtOf(principal, query.district));
    const columns = [
      'id',
      'name',
      'source',
      'kind',
      'grain',
      'direction',
      'timing',
      'attribution',
      'builtIn',
      'version',
    ];
    return table(columns, items, { items } satisfies IndicatorsAnswer);
  }

  /** What the catalogue knows of indicators whose values a district supplies: declare one by `PUT /indicators/{id}`. */
  @Get('indicator-templates')
  @Access('indicators.read')
  @Answers(IndicatorTemplatesAnswer)
  templates(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
  ) {
    districtOf(principal, query.district);
    const answer: IndicatorTemplatesAnswer = { items: SUPPLIED_INDICATORS.map((supplied) => ({ ...supplied })) };
    return table(['id', 'name', 'source', 'kind', 'direction', 'timing', 'unit'], answer.items, answer);
  }

  @Get('periods')
  @Access('indicators.read')
  @Answers(PeriodsAnswer)
  async periods(@CurrentPrincipal() principal: Principal, @Query({ schema: PeriodsQuery }) query: PeriodsQuery) {
    const district = districtOf(principal, query.district);
    const definition = await this.catalogue.definition(district, query.indicator);
    if (!definition) throw await unknownIndicator(this.catalogue, district, query.indicator);
    const items = await this.catalogue.periods(district, definition);
    return table(
      ['period'],
      items.map((period) => ({ period })),
      { items },
    );
  }

  @Put('indicators/:id')
  @Access('records.load')
  async define(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: IndicatorId }) id: string,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
    @Body({ schema: IndicatorPut }) body: IndicatorPut,
  ) {
    const defined = await this.indicators.define(
      districtOf(principal, query.district),
      id,
      body,
      currentCorrelationId() ?? randomId(this.random),
    );
    if (isRefusal(defined)) throwRefusal(defined, defined.refused === 'indicator/built-in' ? 409 : 422);
    return written(defined.definition, defined.positions);
  }
}

/** 404 that names the indicators there are. */
export async function unknownIndicator(catalogue: IndicatorCatalogue, district: string, asked: string) {
  const known = (await catalogue.all(district)).map(({ id }) => id);
  return problem(404, 'indicator/unknown', `There is no indicator "${asked}".`, {
    field: 'indicator',
    was: asked,
    wouldBeRight: known.join(', '),
  });
}
