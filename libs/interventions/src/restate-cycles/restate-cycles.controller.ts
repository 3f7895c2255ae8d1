import type { StreamRequested } from '@evenground/contracts';
import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { RestateCycles } from './restate-cycles.js';

@Controller()
export class RestateCyclesController {
  constructor(@Inject(RestateCycles) private readonly feature: RestateCycles) {}

  @EventPattern('interventions.cycles.requests', { group: 'interventions.restate' })
  answer(@Payload() delivery: Delivery<StreamRequested>): Promise<void> {
    return this.feature.answer(delivery);
  }
}
