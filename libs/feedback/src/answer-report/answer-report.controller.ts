import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { AnswerReportBody, DistrictQuery, ReportStepOnlyBody, RouteReportBody } from '@evenground/contracts';
import { IdempotencyKey } from '@evenground/http';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import type { ReportCommand } from '../domain/report.js';
import { AnswerReport, type ReportStepBody } from './answer-report.js';

@Controller('frontline-reports/:id')
export class AnswerReportController {
  constructor(@Inject(AnswerReport) private readonly feature: AnswerReport) {}

  @Get()
  @Access('frontline-reports.read')
  read(
    @CurrentPrincipal() principal: Principal,
    @Param('id') reportId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
  ): Promise<unknown> {
    return this.feature.read({ principal, district: districtOf(principal, query.district), reportId });
  }

  @Post('see')
  @Access('frontline-reports.answer')
  see(
    @CurrentPrincipal() principal: Principal,
    @Param('id') reportId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: ReportStepOnlyBody }) body: ReportStepOnlyBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.step(principal, query, reportId, 'see', body, key);
  }

  @Post('route')
  @Access('frontline-reports.answer')
  route(
    @CurrentPrincipal() principal: Principal,
    @Param('id') reportId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: RouteReportBody }) body: RouteReportBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.step(principal, query, reportId, 'route', body, key);
  }

  @Post('answer')
  @Access('frontline-reports.answer')
  answer(
    @CurrentPrincipal() principal: Principal,
    @Param('id') reportId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: AnswerReportBody }) body: AnswerReportBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.step(principal, query, reportId, 'answer', body, key);
  }

  @Post('close')
  @Access('frontline-reports.answer')
  close(
    @CurrentPrincipal() principal: Principal,
    @Param('id') reportId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: ReportStepOnlyBody }) body: ReportStepOnlyBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    return this.step(principal, query, reportId, 'close', body, key);
  }

  private step(
    principal: Principal,
    query: DistrictQuery,
    reportId: string,
    command: ReportCommand,
    body: ReportStepBody,
    key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    return this.feature.step({ principal, district, reportId }, command, body, key);
  }
}
