import type { DocumentStores } from '@evenground/document-store';
import type { EventLog } from '@evenground/event-log';
import type { ChildRun } from '../faults/child-run.js';

/** Both ports over one fresh, empty place for data. */
export interface Backend {
  /** Opens the ports on the same data; one at a time. */
  open(): Promise<OpenPlatform>;

  /** Starts a program in a process of its own on the same data, where the adapter can be killed. */
  readonly child?: (program: ChildProgram) => ChildRun;

  /** Damages what the log holds of the event whose data contains this text; called while closed. */
  readonly damage?: (text: string) => Promise<void>;

  /** Removes the data. */
  dispose(): Promise<void>;
}

export interface OpenPlatform {
  readonly log: EventLog;
  readonly stores: DocumentStores;
  /** Committed events reach the log some time after their commit, and may lie there twice. */
  readonly bringsLater?: boolean;
  close(): Promise<void>;
}

/** What a child does, and where it is killed by itself (absent: by the parent). */
export interface ChildProgram {
  readonly does: 'commit' | 'append';
  /** How many steps; absent: without end. */
  readonly steps?: number;
  readonly killAt?: { readonly point: string; readonly hit: number };
}

export type BackendFactory = () => Promise<Backend>;

/** Runs a test on a fresh backend and cleans up however it ends. */
export function withBackend(factory: BackendFactory, test: (backend: Backend) => Promise<void>): () => Promise<void> {
  return async () => {
    const backend = await factory();
    try {
      await test(backend);
    } finally {
      await backend.dispose();
    }
  };
}

/** The same with one opened platform, closed at the end. */
export function withPlatform(
  factory: BackendFactory,
  test: (platform: OpenPlatform, backend: Backend) => Promise<void>,
): () => Promise<void> {
  return withBackend(factory, async (backend) => {
    const platform = await backend.open();
    try {
      await test(platform, backend);
    } finally {
      await platform.close();
    }
  });
}
