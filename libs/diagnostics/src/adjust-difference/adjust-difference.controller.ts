import { Access, CurrentPrincipal, type Principal } from '@evenground/auth';
import { AdjustedAnswer, AdjustedQuery, isRefusal } from '@evenground/contracts';
import { Answers, table, throwRefusal } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { askedExactly } from '../show-gaps/read-asked.js';
import { itemsOf } from '../show-gaps/read-query.js';
import { UNSUPPRESSED_NOTICE } from '../show-gaps/show-gaps.controller.js';
import { AdjustDifference } from './adjust-difference.js';

const COLUMNS = ['attribute', 'value', 'reference', 'estimate', 'low', 'high', 'pValue', 'reason'];

/** For those who see every live cell: with enough covariates a regression is a list of cells. */
@Controller()
export class AdjustDifferenceController {
  constructor(
    @Inject(AdjustDifference) private readonly differences: AdjustDifference,
    @Inject(IndicatorCatalogue) private readonly catalogue: IndicatorCatalogue,
  ) {}

  @Get('adjusted-differences')
  @Access('gaps.read-unsuppressed')
  @Answers(AdjustedAnswer)
  async show(@CurrentPrincipal() principal: Principal, @Query({ schema: AdjustedQuery }) query: AdjustedQuery) {
    const asked = await askedExactly(principal, query, query.indicator, this.catalogue);
    const answer = await this.differences.adjusted({
      ...{ ...asked, attribute: query.by },
      ...{ covariates: itemsOf(query.covariates), numeric: itemsOf(query.numeric) },
    });
    if (isRefusal(answer)) throwRefusal(answer, 422);
    const rows = answer.linear.terms.map(({ estimate, ...term }) => ({
      ...{ ...term, estimate: estimate.value, reason: estimate.reason },
      ...{ low: estimate.interval?.low, high: estimate.interval?.high },
    }));
    return table(COLUMNS, rows, answer, { notice: UNSUPPRESSED_NOTICE });
  }
}
