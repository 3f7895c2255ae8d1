import { Access, CurrentPrincipal, districtOf, type Principal } from '@evenground/auth';
import { ENROLLED, PopulationsQuery, isRefusal, PopulationsAnswer } from '@evenground/contracts';
import { throughGate } from '@evenground/disclosure';
import { Answers, table, throwRefusal } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { MINIMUM_N } from '../show-gaps/compare-groups.js';
import { disclosedPopulations } from '../show-gaps/disclose.js';
import { filtersOf, itemsOf } from '../show-gaps/read-query.js';
import { UNSUPPRESSED_NOTICE, readerOf, requirePlain, schoolsAsked } from '../show-gaps/show-gaps.controller.js';
import { ShowGaps } from '../show-gaps/show-gaps.js';

/** Students enrolled in a school year, counted once. */
@Controller()
export class ShowPopulationsController {
  constructor(@Inject(ShowGaps) private readonly gaps: ShowGaps) {}

  @Get('populations')
  @Access('gaps.read-live')
  @Answers(PopulationsAnswer)
  async show(@CurrentPrincipal() principal: Principal, @Query({ schema: PopulationsQuery }) query: PopulationsQuery) {
    const district = districtOf(principal, query.district);
    const schools = schoolsAsked(principal, itemsOf(query.school));
    const where = filtersOf(query.where);
    if (isRefusal(where)) throwRefusal(where, 422);
    const reader = readerOf(principal, schools);
    const { isUnsuppressed } = reader;
    if (!isUnsuppressed) requirePlain(where, itemsOf(query.by));
    const asked = {
      ...{ district, definition: ENROLLED, where, by: itemsOf(query.by), reference: 'others' },
      ...(query.period !== undefined && { period: query.period }),
      ...(schools && { schools }),
    };
    const found = await this.gaps.groups(asked);
    if (isRefusal(found)) throwRefusal(found, 422);
    const decided = isUnsuppressed ? undefined : await this.gaps.shownTo(asked, reader);
    if (isRefusal(decided)) throwRefusal(decided, 422);
    const groups = found.groups.map(({ group, sums }) => {
      const n = sums?.n ?? 0;
      return { group, n, suppressed: false, ...(n < MINIMUM_N && { small: true }) };
    });
    const total = groups.reduce((sum, { n }) => sum + n, 0);
    const { period, recomputing } = found;
    const exact: PopulationsAnswer = { district, period, total, groups, recomputing, asOf: this.gaps.asOf(district) };
    const answer = throughGate(exact, isUnsuppressed, (whole) => disclosedPopulations(whole, found.by, decided));
    const rows = answer.groups.map(({ group, ...counted }) => ({ ...group, ...counted }));
    return table(
      [...found.by, 'n', 'suppressed'],
      rows,
      answer,
      isUnsuppressed ? { notice: UNSUPPRESSED_NOTICE } : undefined,
    );
  }
}
