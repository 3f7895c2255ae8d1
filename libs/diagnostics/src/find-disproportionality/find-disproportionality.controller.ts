import { Access, CurrentPrincipal, districtOf, type Principal } from '@evenground/auth';
import {
  DisproportionalityAnswer,
  DisproportionalityPolicy,
  DisproportionalityPolicyQuery,
  DisproportionalityQuery,
} from '@evenground/contracts';
import { Answers, table, written } from '@evenground/http';
import { Body, Controller, Get, Inject, Put, Query } from '@nestjs/common';
import { UNSUPPRESSED_NOTICE, requireWholeDistrict } from '../show-gaps/show-gaps.controller.js';
import { FindDisproportionality } from './find-disproportionality.js';

const COLUMNS = ['number', 'category', 'group', 'cell', 'n', 'othersCell', 'othersN', 'method', 'value', 'threshold'];
const LAST = ['exceeds', 'identified', 'reason'];

/** For those who see every live cell of the whole district: the calculation is its cells. */
@Controller('significant-disproportionality')
export class FindDisproportionalityController {
  constructor(@Inject(FindDisproportionality) private readonly disproportionality: FindDisproportionality) {}

  @Get()
  @Access('gaps.read-unsuppressed')
  @Answers(DisproportionalityAnswer)
  async show(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DisproportionalityQuery }) query: DisproportionalityQuery,
  ) {
    const district = districtOf(principal, query.district);
    requireWholeDistrict(principal);
    const answer = await this.disproportionality.find(district, query.schoolYear);
    const rows = answer.categories.flatMap(({ number, category, threshold, groups }) =>
      groups.map(({ group, own, others, method, value, exceeds, identified, reason }) => ({
        ...{
          number,
          category,
          threshold,
          group,
          cell: own.cell,
          n: own.n,
          othersCell: others?.cell,
          othersN: others?.n,
        },
        ...{ method, value, exceeds, identified, reason },
      })),
    );
    return table([...COLUMNS, ...LAST], rows, answer, { notice: UNSUPPRESSED_NOTICE });
  }

  /** What the State has set: minimum sizes, thresholds, years, reasonable progress, and its own counts. */
  @Put('policy')
  @Access('records.load')
  @Answers(DisproportionalityPolicy)
  async setPolicy(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DisproportionalityPolicyQuery }) query: DisproportionalityPolicyQuery,
    @Body({ schema: DisproportionalityPolicy }) body: DisproportionalityPolicy,
  ) {
    return written(body, await this.disproportionality.setPolicy(districtOf(principal, query.district), body));
  }
}
