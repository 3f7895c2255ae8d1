import { Access, CurrentPrincipal, districtOf, type Principal } from '@evenground/auth';
import { AssessmentBody, AssessmentId, DistrictQuery } from '@evenground/contracts';
import { written, type Written } from '@evenground/http';
import { Body, Controller, Inject, Param, Put, Query } from '@nestjs/common';
import { Ingestion } from '../ingestion.js';

@Controller('assessments')
export class DefineAssessmentController {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  @Put(':id')
  @Access('records.load')
  async define(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: AssessmentId }) id: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: AssessmentBody }) body: AssessmentBody,
  ): Promise<Written<{ id: string } & AssessmentBody>> {
    const positions = await this.ingestion.defineAssessment.define(districtOf(principal, query.district), id, body);
    return written({ id, ...body }, positions);
  }
}
