import { Access, CurrentPrincipal, districtOf, type Principal } from '@evenground/auth';
import { DistrictQuery, MappingBody, MappingId } from '@evenground/contracts';
import { throwRefusal } from '@evenground/http';
import { Body, Controller, Inject, Param, Put, Query } from '@nestjs/common';
import { Ingestion } from '../ingestion.js';

@Controller('mappings')
export class MapColumnsController {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  @Put(':id')
  @Access('records.load')
  async map(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: MappingId }) id: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: MappingBody }) body: MappingBody,
  ): Promise<{ id: string } & MappingBody> {
    const refusal = await this.ingestion.mapColumns.map(districtOf(principal, query.district), id, body);
    if (refusal !== undefined) throwRefusal(refusal, 422);
    return { id, ...body };
  }
}
