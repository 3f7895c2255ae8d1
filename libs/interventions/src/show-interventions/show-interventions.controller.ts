import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DistrictQuery, type InterventionView } from '@evenground/contracts';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { requireReadableCycle } from '../keep-cycle/cycle-scope.js';
import { interventionView } from '../keep-cycle/cycle-view.js';
import { KeepCycle } from '../keep-cycle/keep-cycle.js';
import { DeliveryStore } from '../log-deliveries/delivery-store.js';

@Controller('interventions')
export class ShowInterventionsController {
  constructor(
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
  ) {}

  @Get(':id')
  @Access('interventions.read')
  async one(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
  ): Promise<InterventionView> {
    const district = districtOf(principal, query.district);
    const { stored, intervention } = await this.keep.requireIntervention(district, interventionId);
    requireReadableCycle(principal, stored.body);
    return interventionView(stored.body, intervention, await this.deliveries.delivered(district, interventionId));
  }
}
