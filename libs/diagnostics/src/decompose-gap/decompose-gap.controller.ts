import { Access, CurrentPrincipal, type Principal } from '@evenground/auth';
import { DecompositionsAnswer, DecompositionsQuery, isRefusal } from '@evenground/contracts';
import { Answers, table, throwRefusal } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { askedExactly } from '../show-gaps/read-asked.js';
import { UNSUPPRESSED_NOTICE } from '../show-gaps/show-gaps.controller.js';
import { DecomposeGap } from './decompose-gap.js';

const COLUMNS = ['group', 'reference', 'stratum', 'n', 'referenceN', 'gap', 'composition', 'within', 'total'];

/** For those who see every live cell: its parts would tell the cells of a stratum. */
@Controller()
export class DecomposeGapController {
  constructor(
    @Inject(DecomposeGap) private readonly gaps: DecomposeGap,
    @Inject(IndicatorCatalogue) private readonly catalogue: IndicatorCatalogue,
  ) {}

  @Get('decompositions')
  @Access('gaps.read-unsuppressed')
  @Answers(DecompositionsAnswer)
  async show(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DecompositionsQuery }) query: DecompositionsQuery,
  ) {
    const { by, strata, group } = query;
    const asked = await askedExactly(principal, query, query.indicator, this.catalogue);
    const only = group === undefined ? {} : { group };
    const answer = await this.gaps.decompose({ ...asked, attribute: by, strata, ...only });
    if (isRefusal(answer)) throwRefusal(answer, 422);
    const rows = answer.decompositions.flatMap((found) =>
      found.strata.map(({ stratum, gap, composition, within, total, ...sides }) => ({
        ...{ group: Object.values(found.group).join(), reference: JSON.stringify(found.reference) },
        ...{ stratum, n: sides.group.n, referenceN: sides.reference.n, gap, composition, within, total },
      })),
    );
    return table(COLUMNS, rows, answer, { notice: UNSUPPRESSED_NOTICE });
  }
}
