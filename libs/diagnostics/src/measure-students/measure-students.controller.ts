import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { MeasureStudents } from './measure-students.js';

// Of blocks of up to 500 rows: fifty thousand rows are worked through in about a second.
const MAX_BLOCKS = 100;

@Controller()
export class MeasureStudentsController {
  constructor(@Inject(MeasureStudents) private readonly feature: MeasureStudents) {}

  @EventPattern('ingestion.records', { group: 'diagnostics.measure-students', batch: true, maxBatch: MAX_BLOCKS })
  measure(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.handle(delivery);
  }
}
