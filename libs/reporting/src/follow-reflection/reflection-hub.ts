import type { ReflectionChanged } from '@evenground/contracts';
import type { Consumption, EventLog } from '@evenground/event-log';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { REFLECTIONS_TOPIC } from '../reflect-cycle/change-of-reflection.js';

/** Told how far a cycle's history reaches. */
export type Listener = (sequence: number) => void;

/** Hears of every changed reflection once per process, and passes the news on to those who follow the cycle. */
export class ReflectionHub implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners = new Map<string, Set<Listener>>();
  private watching: Promise<Consumption> | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly onFault: (error: unknown) => void,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.start();
  }

  async onModuleDestroy(): Promise<void> {
    await (await this.watching)?.close();
  }

  /** Resolves when nothing that happens from now on is missed. */
  async start(): Promise<void> {
    this.watching ??= this.log.watch({
      topics: [REFLECTIONS_TOPIC],
      handle: (events) => {
        for (const { envelope, data } of events) this.tell(envelope.stream, (data as ReflectionChanged).sequence);
      },
      onFault: this.onFault,
    });
    await this.watching;
  }

  /** Follows a cycle (`district/cycle`); the returned function ends it. */
  follow(key: string, listener: Listener): () => void {
    const followers = this.listeners.get(key) ?? new Set();
    followers.add(listener);
    this.listeners.set(key, followers);
    return () => {
      followers.delete(listener);
      if (followers.size === 0) this.listeners.delete(key);
    };
  }

  private tell(key: string, sequence: number): void {
    for (const listener of this.listeners.get(key) ?? []) listener(sequence);
  }
}
