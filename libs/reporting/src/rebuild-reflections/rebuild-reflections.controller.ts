import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import {
  type ReflectionsRebuildBegun,
  type ReflectionsRebuildProgress,
  ReportingDistrictQuery,
} from '@evenground/contracts';
import { currentCorrelationId } from '@evenground/http';
import { Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { RebuildReflections } from './rebuild-reflections.js';

@Controller('rebuild')
export class RebuildReflectionsController {
  constructor(@Inject(RebuildReflections) private readonly feature: RebuildReflections) {}

  @Post()
  @HttpCode(202)
  @Access('operations')
  begin(
    @Query({ schema: ReportingDistrictQuery }) query: ReportingDistrictQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ReflectionsRebuildBegun> {
    return this.feature.begin(districtOf(principal, query.district), currentCorrelationId());
  }

  @Get()
  @Access('operations')
  progress(
    @Query({ schema: ReportingDistrictQuery }) query: ReportingDistrictQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ReflectionsRebuildProgress> {
    return this.feature.progress(districtOf(principal, query.district));
  }
}
