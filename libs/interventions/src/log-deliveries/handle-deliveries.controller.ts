import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { HandleDeliveries } from './handle-deliveries.js';

@Controller()
export class HandleDeliveriesController {
  constructor(@Inject(HandleDeliveries) private readonly feature: HandleDeliveries) {}

  @EventPattern('ingestion.deliveries', { group: 'interventions.log-deliveries', batch: true })
  handle(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.handle(delivery);
  }
}
