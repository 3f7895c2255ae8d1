import { Access, CurrentPrincipal, districtOf, requireSchools, type Principal } from '@evenground/auth';
import { DeclarationBody, DistrictQuery } from '@evenground/contracts';
import { written, type Written } from '@evenground/http';
import { Body, Controller, Inject, Put, Query } from '@nestjs/common';
import { Ingestion } from '../ingestion.js';

@Controller('declarations')
export class DeclareCompletenessController {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  @Put()
  @Access('records.load')
  async declare(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: DeclarationBody }) body: DeclarationBody,
  ): Promise<Written<DeclarationBody>> {
    const district = districtOf(principal, query.district);
    requireSchools(principal, [body.schoolId]);
    return written(body, await this.ingestion.declareCompleteness.declare(district, body));
  }
}
