import type { StreamRequested } from '@evenground/contracts';
import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Ingestion } from './ingestion.js';

/** What ingestion hears from the other services. */
@Controller()
export class FollowEventsController {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  @EventPattern('diagnostics.touched', { group: 'ingestion.follow-visibility', batch: true })
  followVisibility(@Payload() delivery: Delivery): Promise<void> {
    return this.ingestion.followVisibility.handle(delivery);
  }

  @EventPattern('diagnostics.definitions', { group: 'ingestion.know-indicators', batch: true })
  knowIndicators(@Payload() delivery: Delivery): Promise<void> {
    return this.ingestion.knowIndicators.handle(delivery);
  }

  @EventPattern('interventions.rejections', { group: 'ingestion.quarantine-rejections', batch: true })
  quarantineRejections(@Payload() delivery: Delivery): Promise<void> {
    return this.ingestion.quarantineRejections.handle(delivery);
  }

  @EventPattern('ingestion.records.requests', { group: 'ingestion.restate-records' })
  restateRecords(@Payload() delivery: Delivery<StreamRequested>): Promise<void> {
    return this.ingestion.restateRecords.answer(delivery);
  }

  @EventPattern('ingestion.reference.requests', { group: 'ingestion.restate-reference' })
  restateReference(@Payload() delivery: Delivery<StreamRequested>): Promise<void> {
    return this.ingestion.restateRecords.answer(delivery);
  }

  @EventPattern('ingestion.deliveries.requests', { group: 'ingestion.restate-deliveries' })
  restateDeliveries(@Payload() delivery: Delivery<StreamRequested>): Promise<void> {
    return this.ingestion.restateRecords.answer(delivery);
  }
}
