import { CLOCK, type Clock, wait } from '@evenground/config';
import type { ThemePublished, ThemeView } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf, knownThemes } from '../collections.js';
import { KeepCycle } from '../keep-cycle/keep-cycle.js';

const WAIT_MS = 2_000; // design: a command that names another service's entity waits so long by itself
const ASK_EVERY_MS = 50;
const PAGE = 200;

/** Knows the themes that feedback has published of a cycle. */
@Injectable()
export class KnowThemes {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Handles one event of `feedback.results`; told again, it changes nothing. */
  async know(delivery: Delivery): Promise<void> {
    const [event] = delivery.events;
    if (event?.envelope.type !== 'theme.published') {
      await this.keep.commit({ handled: delivery.handled });
      return;
    }
    const { district, theme } = event.data as ThemePublished;
    const id = keyOf(district, theme.cycleId, theme.id);
    const [known] = await this.store.load(knownThemes, [id]);
    await this.keep.commit({
      writes: [{ collection: knownThemes, id, expected: known?.version ?? 0, body: theme }],
      handled: delivery.handled,
    });
  }

  /** In order of their ids. */
  async of(district: string, cycleId: string): Promise<readonly ThemeView[]> {
    const page = await this.store.list(knownThemes, `${keyOf(district, cycleId)}/`, { limit: PAGE });
    return page.items.map(({ body }) => body);
  }

  /** Whether the theme is known, or becomes known within 2 s. */
  async waitFor(district: string, cycleId: string, themeId: string): Promise<boolean> {
    const id = keyOf(district, cycleId, themeId);
    for (const giveUpMs = this.clock.nowMs() + WAIT_MS; ;) {
      const [known] = await this.store.load(knownThemes, [id]);
      if (known) return true;
      if (this.clock.nowMs() >= giveUpMs) return false;
      await wait(this.clock, ASK_EVERY_MS);
    }
  }
}
