import type { ProblemStatement } from '@evenground/contracts';
import type { Delivery } from '@evenground/event-log';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { KnowStatements } from './know-statements.js';

@Controller()
export class KnowStatementsController {
  constructor(@Inject(KnowStatements) private readonly feature: KnowStatements) {}

  @EventPattern('diagnostics.problem-statements', { group: 'interventions.know-statements' })
  know(@Payload() delivery: Delivery<{ readonly statement?: ProblemStatement }>): Promise<void> {
    return this.feature.know(delivery);
  }
}
