import { Access, CurrentPrincipal, districtOf, type Principal } from '@evenground/auth';
import { RANDOM, randomId, type Random } from '@evenground/config';
import { DiagnosticsDistrictQuery, type RebuildsAnswer } from '@evenground/contracts';
import { currentCorrelationId, written } from '@evenground/http';
import { Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { RebuildMeasures } from './rebuild-measures.js';

@Controller('rebuild')
export class RebuildMeasuresController {
  constructor(
    @Inject(RebuildMeasures) private readonly rebuild: RebuildMeasures,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  @Post()
  @Access('operations')
  async begin(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
  ) {
    const begun = await this.rebuild.begin(
      districtOf(principal, query.district),
      currentCorrelationId() ?? randomId(this.random),
    );
    return written(begun.status, begun.positions, 202);
  }

  @Get()
  @Access('operations')
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
  ) {
    const items = await this.rebuild.list(districtOf(principal, query.district));
    return { state: items[0]?.state ?? 'none', items } satisfies RebuildsAnswer;
  }
}
