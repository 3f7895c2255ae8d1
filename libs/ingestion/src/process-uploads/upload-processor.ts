import { isPlatformError } from '@evenground/contracts';
import { uploads, type UploadDocument } from '../collections.js';
import type { Stored } from '@evenground/document-store';
import { failUpload, processUpload, type ProcessParts } from './process-upload.js';
import { UploadHandle } from './upload-handle.js';

interface Active {
  readonly id: string;
  turns: AsyncGenerator<void>;
  faults: number;
  notBeforeMs: number;
}

const RETRY_MS = [100, 500, 2000, 5000, 15_000, 30_000] as const;
const GIVE_UP_AFTER = 12;
const ABANDONED_AFTER_MS = 604_800_000; // a week: an operator may mend a disk, or bring back a copy, until then
const FORGOTTEN_AFTER_MS = 7_200_000; // a request may last an hour

export interface ProcessorLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Takes in the uploads whose bodies rest here, a turn each, until all are done; goes on with them after a restart. */
export class UploadProcessor {
  private readonly active = new Map<string, Active>();
  private running: Promise<void> | undefined;
  private isStopped = false;
  private idleWaiters: (() => void)[] = [];

  constructor(
    private readonly parts: ProcessParts,
    private readonly log: ProcessorLog,
  ) {}

  /**
   * Before this copy receives anything: ends what broke off while it did, and what has lost its body, and goes on with what
   * rests here.
   */
  async resume(): Promise<void> {
    const { spool, instance, isSoleCopy } = this.parts;
    const here = await spool.list();
    const known = new Set<string>();
    await this.endBrokenOff(({ holder }) => holder === instance);
    for await (const { id, body } of this.inPhase('open')) {
      const spoolId = body.spoolId ?? id;
      known.add(spoolId);
      if (here.has(spoolId)) this.add(id);
      else if (isSoleCopy || body.holder === instance) await this.fail(id, BODY_LOST);
    }
    for (const id of here) if (!known.has(id)) await spool.erase(id);
  }

  /** Ends what a copy that is no more was receiving: what lasts longer than any request can. To be done now and then. */
  endForgotten(): Promise<void> {
    const sinceMs = this.parts.clock.nowMs() - FORGOTTEN_AFTER_MS;
    return this.endBrokenOff(({ startedAtMs }) => startedAtMs < sinceMs);
  }

  /**
   * Ends what nobody goes on with, since the copy that has its body stays away, if it still has it. To be done now and then.
   */
  async endAbandoned(): Promise<void> {
    const sinceMs = this.parts.clock.nowMs() - ABANDONED_AFTER_MS;
    const here = await this.parts.spool.list();
    for await (const { id, body } of this.inPhase('open')) {
      if (body.startedAtMs >= sinceMs) return; // they come by their start
      if (!here.has(body.spoolId ?? id)) await this.fail(id, BODY_LOST);
    }
  }

  private async endBrokenOff(isOver: (upload: UploadDocument) => boolean): Promise<void> {
    for await (const { id, body } of this.inPhase('receiving')) {
      if (!isOver(body)) continue;
      const upload = await UploadHandle.load(this.parts.store, id);
      if (upload?.document.phase === 'receiving') await failUpload(this.parts, upload, TRUNCATED);
    }
  }

  add(id: string): void {
    if (this.isStopped || this.active.has(id)) return;
    this.active.set(id, { id, turns: this.turnsOf(id), faults: 0, notBeforeMs: 0 });
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.active.size > 0 && !this.isStopped) this.wake();
      else for (const done of this.idleWaiters.splice(0)) done();
    });
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    if (this.running === undefined) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  /** Ends after the turn in hand. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private wake(): void {
    const [id] = this.active.keys();
    const active = this.active.get(id!)!;
    this.active.delete(active.id);
    this.add(active.id);
  }

  private async *turnsOf(id: string): AsyncGenerator<void> {
    const upload = await UploadHandle.load(this.parts.store, id);
    if (upload?.document.phase === 'open') yield* processUpload(this.parts, upload);
  }

  private async run(): Promise<void> {
    while (this.active.size > 0 && !this.isStopped) {
      const now = this.parts.clock.nowMs();
      const ready = [...this.active.values()].filter(({ notBeforeMs }) => notBeforeMs <= now);
      if (ready.length === 0) await this.pause();
      for (const upload of ready) {
        if (!this.isStopped) await this.turn(upload);
      }
    }
    if (this.isStopped) for (const { turns } of this.active.values()) await turns.return(undefined);
  }

  private async turn(upload: Active): Promise<void> {
    try {
      const turn = await upload.turns.next();
      if (turn.done === true) this.active.delete(upload.id);
    } catch (error) {
      upload.faults += 1;
      const code = isPlatformError(error) ? error.code : 'unexpected';
      this.log.warn(
        { uploadId: upload.id, code, faults: upload.faults, error: error instanceof Error ? error.name : undefined },
        'an upload could not go on',
      );
      if (upload.faults >= GIVE_UP_AFTER && !(isPlatformError(error) && error.retriable)) {
        await this.giveUp(upload.id);
        return;
      }
      upload.notBeforeMs = this.parts.clock.nowMs() + RETRY_MS[Math.min(upload.faults, RETRY_MS.length) - 1]!;
      upload.turns = this.turnsOf(upload.id);
    }
  }

  private async giveUp(id: string): Promise<void> {
    this.active.delete(id);
    await this.fail(id, {
      code: 'upload/fault',
      detail: 'The upload could not be taken in because of a fault of the service; send it again.',
    });
  }

  private async fail(id: string, problem: Parameters<typeof failUpload>[2]): Promise<void> {
    const upload = await UploadHandle.load(this.parts.store, id);
    if (upload?.document.phase === 'open') await failUpload(this.parts, upload, problem);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      this.parts.clock.after(50, resolve);
    });
  }

  private async *inPhase(phase: UploadDocument['phase']): AsyncIterable<Stored<UploadDocument>> {
    let after: string | undefined;
    do {
      const page = await this.parts.store.find(
        uploads,
        'by-phase',
        { equals: [phase] },
        { limit: 100, ...(after !== undefined && { after }) },
      );
      yield* page.items;
      after = page.next;
    } while (after !== undefined);
  }
}

/** Rows that were judged before stand; sent again, they are unchanged. */
export const BODY_LOST = {
  code: 'upload/body-lost',
  detail:
    'The file no longer rests with the service: the disk of the copy that received it was lost, or was not moved or restored with the data. Rows that were judged before stand. Send the file again.',
} as const;

export const TRUNCATED = {
  code: 'upload/truncated',
  detail: 'The body was cut off before its end; nothing of it was taken in. Send it again.',
} as const;
