import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { INPUT_TOPICS } from '../domain/cycle-inputs.js';
import { REFLECT_CYCLE, ReflectCycle } from './reflect-cycle.js';

@Controller()
export class ReflectCycleController {
  constructor(@Inject(ReflectCycle) private readonly feature: ReflectCycle) {}

  @EventPattern([...INPUT_TOPICS], { group: REFLECT_CYCLE, batch: true })
  handle(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.handle(delivery);
  }
}
