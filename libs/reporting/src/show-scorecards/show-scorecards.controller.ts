import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { ReportingPageQuery, type ScorecardItem } from '@evenground/contracts';
import { type PageAnswer, type Table, pageOf, table } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { VisibleCycle } from '../show-reflection/find-cycle.js';
import { ShowReflection } from '../show-reflection/show-reflection.js';
import { shownReflection } from '../show-reflection/shown-reflection.js';

const COLUMNS = ['cycleId', 'title', 'area', 'stage', 'onTrack', 'gapStatus', 'fidelityLevel'];

@Controller('scorecards')
export class ShowScorecardsController {
  constructor(@Inject(ShowReflection) private readonly reflections: ShowReflection) {}

  @Get()
  @Access('reflection.read')
  async list(
    @Query({ schema: ReportingPageQuery }) query: ReportingPageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Table<PageAnswer<ScorecardItem>>> {
    const page = await this.reflections.visible(principal, districtOf(principal, query.district), query);
    const items = page.items.map(scorecardItem);
    return table(COLUMNS, items, pageOf(items, page.next));
  }
}

function scorecardItem({ document, isUnsuppressed }: VisibleCycle): ScorecardItem {
  const shown = shownReflection(document.reflection, isUnsuppressed);
  return {
    ...{ cycleId: shown.cycleId, title: shown.title, area: document.area, stage: shown.stage },
    ...{ onTrack: shown.onTrack, gapStatus: shown.gap?.status ?? null, fidelityLevel: shown.fidelity.level },
  };
}
