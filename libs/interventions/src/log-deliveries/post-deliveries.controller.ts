import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DistrictQuery, LogDeliveriesBody } from '@evenground/contracts';
import { IdempotencyKey, RunCommand } from '@evenground/http';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { PostDeliveries } from './post-deliveries.js';

@Controller('interventions/:id/deliveries')
export class PostDeliveriesController {
  constructor(
    @Inject(PostDeliveries) private readonly feature: PostDeliveries,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  @Post()
  @Access('deliveries.write')
  post(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: LogDeliveriesBody }) body: LogDeliveriesBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const route = `POST /interventions/${interventionId}/deliveries in ${district}`;
    return this.commands.run({ principal, route, key, body, status: 201 }, (keep) =>
      this.feature.post({ principal, district, interventionId }, body.deliveries, body.isSingle, keep),
    );
  }

  @Post(':deliveryId/withdraw')
  @Access('deliveries.write')
  withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('id') interventionId: string,
    @Param('deliveryId') deliveryId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const route = `POST /interventions/${interventionId}/deliveries/${deliveryId}/withdraw in ${district}`;
    return this.commands.run({ principal, route, key, body: {}, status: 200 }, (keep) =>
      this.feature.withdraw({ principal, district, interventionId }, deliveryId, keep),
    );
  }
}
