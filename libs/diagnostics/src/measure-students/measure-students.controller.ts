import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { MeasureStudents } from './measure-students.js';

@Controller()
export class MeasureStudentsController {
  constructor(@Inject(MeasureStudents) private readonly feature: MeasureStudents) {}

  @EventPattern('ingestion.records', { group: 'diagnostics.measure-students', batch: true })
  measure(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.handle(delivery);
  }
}
