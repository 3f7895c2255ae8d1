import type { Principal } from '@evenground/auth';
import { CLOCK, type Clock, instant } from '@evenground/config';
import type { LogEntryView, LogNoteBody, LogVerdict } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { type PageAnswer, pageOf, problem, type CommandDone, type KeepAnswer } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { keyOf, logEntries, logHeads } from '../collections.js';
import { EMPTY_LOG, type LogHead, verifyEntries } from '../domain/decision-log.js';
import { LEADERS, requireCycleScope, requireReadableCycle, roleAmong } from '../keep-cycle/cycle-scope.js';
import { KeepCycle } from '../keep-cycle/keep-cycle.js';

export interface LogCall {
  readonly principal: Principal;
  readonly district: string;
  readonly cycleId: string;
}

const VERIFIED_AT_ONCE = 500;

/** The decision log of a cycle: adds to it, reads it and checks its chain. */
@Injectable()
export class KeepLog {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A log takes notes in every state, the final ones included. */
  async add(
    { principal, district, cycleId }: LogCall,
    note: LogNoteBody,
    keepAnswer: KeepAnswer<LogEntryView>,
  ): Promise<CommandDone<LogEntryView>> {
    const { body: cycle } = await this.keep.require(district, cycleId);
    requireCycleScope(principal, cycle);
    await this.requireEntry(district, cycleId, note.corrects);
    const by = { byRole: roleAmong(principal, LEADERS), byPseudonym: principal.id };
    const added = await this.keep.noteWrites(cycle, [{ ...note, ...by, at: instant(this.clock) }]);
    const entry = added.writes.find(({ collection }) => collection === logEntries)?.body as LogEntryView;
    const committed = await this.keep.commit({ writes: [...added.writes, ...keepAnswer(entry, [])] });
    return { body: entry, positions: committed.positions };
  }

  async list(
    call: LogCall,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<PageAnswer<LogEntryView>> {
    await this.requireReadable(call);
    const found = await this.store.list(logEntries, `${keyOf(call.district, call.cycleId)}/`, page);
    return pageOf(
      found.items.map(({ body }) => ({ ...body, refs: [...body.refs] })),
      found.next,
    );
  }

  async head(call: LogCall): Promise<LogHead> {
    await this.requireReadable(call);
    return this.readHead(call);
  }

  /** Reads the whole chain again. A missing end is found too: the head says how far it goes. */
  async verify(call: LogCall): Promise<z.infer<typeof LogVerdict>> {
    await this.requireReadable(call);
    const { seq, hash } = await this.readHead(call);
    let at = EMPTY_LOG;
    let after: string | undefined;
    do {
      const page = await this.store.list(logEntries, `${keyOf(call.district, call.cycleId)}/`, {
        limit: VERIFIED_AT_ONCE,
        after,
      });
      const verified = verifyEntries(
        at,
        page.items.map(({ body }) => body),
      );
      if ('brokenAt' in verified) return { intact: false, brokenAt: verified.brokenAt };
      at = verified.head;
      after = page.next;
    } while (after !== undefined);
    if (at.seq < seq) return { intact: false, brokenAt: at.seq + 1 };
    // Entries written since the head was read are as good as their chain; the head itself must be one of it.
    return at.seq > seq || at.hash === hash ? { intact: true } : { intact: false, brokenAt: seq };
  }

  private async readHead({ district, cycleId }: LogCall): Promise<LogHead> {
    return (await this.store.load(logHeads, [keyOf(district, cycleId)]))[0]?.body ?? EMPTY_LOG;
  }

  private async requireReadable({ principal, district, cycleId }: LogCall): Promise<void> {
    requireReadableCycle(principal, (await this.keep.require(district, cycleId)).body);
  }

  private async requireEntry(district: string, cycleId: string, seq: number | undefined): Promise<void> {
    if (seq === undefined) return;
    const [corrected] = await this.store.load(logEntries, [keyOf(district, cycleId, seq)]);
    if (corrected === undefined) {
      throw problem(422, 'log-entry/invalid', `The log has no entry ${seq}.`, { field: 'corrects', was: seq });
    }
  }
}
