import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { NoteReports } from './note-reports.js';

@Controller()
export class NoteReportsController {
  constructor(@Inject(NoteReports) private readonly feature: NoteReports) {}

  @EventPattern('feedback.reports', { group: 'interventions.note-reports' })
  note(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.note(delivery);
  }
}
