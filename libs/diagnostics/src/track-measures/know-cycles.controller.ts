import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { KnowCycles } from './know-cycles.js';

@Controller()
export class KnowCyclesController {
  constructor(@Inject(KnowCycles) private readonly feature: KnowCycles) {}

  @EventPattern('interventions.cycles', { group: 'diagnostics.track-measures', batch: true })
  know(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.handle(delivery);
  }
}
