import type { Principal } from '@evenground/auth';
import { CLOCK, type Clock, RANDOM, type Random, instant, randomId } from '@evenground/config';
import { isRefusal, type ThemeBody, type ThemeView } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import {
  currentCorrelationId,
  pageOf,
  problem,
  throwRefusal,
  type CommandDone,
  type KeepAnswer,
  type PageAnswer,
} from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf, themes } from '../collections.js';
import { themeOf } from '../domain/theme.js';
import { CommitReports } from '../keep-report/commit-reports.js';
import { isInScope } from '../keep-report/report-scope.js';
import { KnowCycles } from '../know-cycles/know-cycles.js';

export const RESULTS_TOPIC = 'feedback.results';

/** Publishes what several people said alike, with who said what where enough of them did. */
@Injectable()
export class PublishTheme {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(CommitReports) private readonly commits: CommitReports,
    @Inject(KnowCycles) private readonly cycles: KnowCycles,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  /** What is below the threshold is refused and not kept: neither here nor in an event. */
  async publish(
    { principal, district, body }: { principal: Principal; district: string; body: ThemeBody },
    keepAnswer: KeepAnswer<ThemeView>,
  ): Promise<CommandDone<ThemeView>> {
    const cycle = await this.cycles.require(district, body.cycleId, undefined);
    if (!isInScope(principal, cycle, undefined)) throw problem(403, 'scope/outside', 'This is outside your scope.');
    const theme = themeOf(body, randomId(this.random), instant(this.clock).slice(0, 10));
    if (isRefusal(theme)) throwRefusal(theme, theme.refused === 'theme/invalid' ? 422 : 409);
    const stream = keyOf(district, theme.cycleId);
    const kept = keepAnswer(theme, [{ topic: RESULTS_TOPIC, stream }]);
    const { positions } = await this.commits.commit({
      writes: [{ collection: themes, id: `${stream}/${theme.id}`, expected: 0, body: { district, ...theme } }, ...kept],
      publish: [
        {
          ...{ topic: RESULTS_TOPIC, stream, type: 'theme.published', data: { district, theme } },
          correlationId: currentCorrelationId() ?? theme.id,
        },
      ],
    });
    return { body: theme, positions };
  }

  async list(
    principal: Principal,
    district: string,
    cycleId: string,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<PageAnswer<ThemeView>> {
    const cycle = await this.cycles.require(district, cycleId, undefined);
    if (!isInScope(principal, cycle, undefined)) throw problem(403, 'scope/outside', 'This is outside your scope.');
    const found = await this.store.list(themes, `${keyOf(district, cycleId)}/`, page);
    const items = found.items.map(({ body: { district: _district, ...theme } }) => theme);
    return pageOf(items, found.next);
  }
}
