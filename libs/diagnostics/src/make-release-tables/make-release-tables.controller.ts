import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { MakeReleaseTables } from './make-release-tables.js';

@Controller()
export class MakeReleaseTablesController {
  constructor(@Inject(MakeReleaseTables) private readonly feature: MakeReleaseTables) {}

  @EventPattern('reporting.releases', { group: 'diagnostics.make-release-tables', batch: true })
  handle(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.handle(delivery);
  }
}
