import { Access, CurrentPrincipal, inDistrict, requireSchools, type Principal } from '@evenground/auth';
import { QuarantineReplay, isRefusal } from '@evenground/contracts';
import { problem, throwRefusal, written, type Written } from '@evenground/http';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Ingestion } from '../ingestion.js';

@Controller('quarantine')
export class ReplayRowController {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  @Post(':id/replay')
  @HttpCode(200)
  @Access('records.load')
  async replay(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Body({ schema: QuarantineReplay }) body: QuarantineReplay,
  ): Promise<Written<{ id: string; status: 'replayed' }>> {
    const district = await this.ingestion.quarantineItems.districtOf(id);
    if (district === undefined || !inDistrict(principal, district))
      throw problem(404, 'quarantine/unknown', 'There is no such row in the quarantine.');
    requireSchools(principal, 'district');
    const replayed = await this.ingestion.quarantineItems.replay(id, body);
    if (isRefusal(replayed)) throwRefusal(replayed, replayed.refused === 'quarantine/replayed' ? 409 : 422);
    return written({ id, status: 'replayed' as const }, replayed.positions);
  }
}
