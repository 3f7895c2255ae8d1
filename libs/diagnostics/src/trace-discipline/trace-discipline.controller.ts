import { Access, CurrentPrincipal, type Principal } from '@evenground/auth';
import { DrilldownAnswer, DrilldownQuery, isRefusal } from '@evenground/contracts';
import { Answers, table, throwRefusal } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { askedExactly } from '../show-gaps/read-asked.js';
import { UNSUPPRESSED_NOTICE } from '../show-gaps/show-gaps.controller.js';
import { TraceDiscipline } from './trace-discipline.js';

const BREAKDOWNS = ['behaviours', 'classes', 'grades', 'occurrences', 'months'] as const;
const COLUMNS = ['breakdown', 'value', 'incidents', 'removals', 'referenceIncidents', 'referenceRemovals'];

/** For those who see every live cell: incidents are few, and of few students. */
@Controller()
export class TraceDisciplineController {
  constructor(
    @Inject(TraceDiscipline) private readonly discipline: TraceDiscipline,
    @Inject(IndicatorCatalogue) private readonly catalogue: IndicatorCatalogue,
  ) {}

  @Get('discipline-drilldowns')
  @Access('gaps.read-unsuppressed')
  @Answers(DrilldownAnswer)
  async show(@CurrentPrincipal() principal: Principal, @Query({ schema: DrilldownQuery }) query: DrilldownQuery) {
    const asked = await askedExactly(principal, query, 'removal-given-incident', this.catalogue);
    const answer = await this.discipline.drilldown({ ...asked, attribute: query.by, group: query.group });
    if (isRefusal(answer)) throwRefusal(answer, 422);
    const rows = BREAKDOWNS.flatMap((breakdown) =>
      answer[breakdown].map(({ value, group, reference }) => ({
        ...{ breakdown, value, incidents: group.incidents, removals: group.removals },
        ...{ referenceIncidents: reference.incidents, referenceRemovals: reference.removals },
      })),
    );
    return table(COLUMNS, rows, answer, { notice: UNSUPPRESSED_NOTICE });
  }
}
