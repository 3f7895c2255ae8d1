import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { KnowThemes } from './know-themes.js';

@Controller()
export class KnowThemesController {
  constructor(@Inject(KnowThemes) private readonly feature: KnowThemes) {}

  @EventPattern('feedback.results', { group: 'interventions.know-themes' })
  know(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.know(delivery);
  }
}
