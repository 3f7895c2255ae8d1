import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { KeepReference } from './keep-reference.js';

@Controller()
export class KeepReferenceController {
  constructor(@Inject(KeepReference) private readonly feature: KeepReference) {}

  @EventPattern('ingestion.reference', { group: 'diagnostics.keep-reference', batch: true })
  keep(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.handle(delivery);
  }
}
