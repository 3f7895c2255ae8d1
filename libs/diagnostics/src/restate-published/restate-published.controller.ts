import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { RestatePublished } from './restate-published.js';

@Controller()
export class RestatePublishedController {
  constructor(@Inject(RestatePublished) private readonly feature: RestatePublished) {}

  @EventPattern(
    ['diagnostics.definitions.requests', 'diagnostics.problem-statements.requests', 'diagnostics.measures.requests'],
    { group: 'diagnostics.restate' },
  )
  answer(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.answer(delivery);
  }
}
