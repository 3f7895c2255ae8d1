import type { StreamRequested } from '@evenground/contracts';
import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { RestateThemes } from './restate-themes.js';

@Controller()
export class RestateThemesController {
  constructor(@Inject(RestateThemes) private readonly feature: RestateThemes) {}

  @EventPattern('feedback.results.requests', { group: 'feedback.restate-themes' })
  answer(@Payload() delivery: Delivery<StreamRequested>): Promise<void> {
    return this.feature.answer(delivery);
  }
}
