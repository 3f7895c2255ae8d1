import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DistrictQuery, SendReportBody } from '@evenground/contracts';
import { IdempotencyKey } from '@evenground/http';
import { Body, Controller, Inject, Post, Query } from '@nestjs/common';
import { SendReport } from './send-report.js';

@Controller('frontline-reports')
export class SendReportController {
  constructor(@Inject(SendReport) private readonly feature: SendReport) {}

  @Post()
  @Access('frontline-reports.write')
  send(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: SendReportBody }) body: SendReportBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, body.district ?? query.district);
    return this.feature.send({ principal, district, body, key });
  }
}
