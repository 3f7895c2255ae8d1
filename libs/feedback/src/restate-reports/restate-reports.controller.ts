import type { StreamRequested } from '@evenground/contracts';
import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { RestateReports } from './restate-reports.js';

@Controller()
export class RestateReportsController {
  constructor(@Inject(RestateReports) private readonly feature: RestateReports) {}

  @EventPattern('feedback.reports.requests', { group: 'feedback.restate' })
  answer(@Payload() delivery: Delivery<StreamRequested>): Promise<void> {
    return this.feature.answer(delivery);
  }
}
