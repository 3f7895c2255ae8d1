import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { KeepReleases } from './keep-releases.js';

@Controller()
export class KeepReleasesController {
  constructor(@Inject(KeepReleases) private readonly feature: KeepReleases) {}

  @EventPattern('diagnostics.tables', { group: 'reporting.keep-releases', batch: true })
  handle(@Payload() delivery: Delivery): Promise<void> {
    return this.feature.handle(delivery);
  }
}
