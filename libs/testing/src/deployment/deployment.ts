import type { KafkaSettings } from '@evenground/config';
import type { ApiClient } from './api-client.js';

/** A way to run the whole product; the scenario suite takes it as a parameter. */
export interface Deployment {
  readonly name: string;
  /** Whether answers come from several copies, of which one may be a moment behind another. */
  readonly isSpread?: boolean;
  /** How many times longer than one embedded process it may take: starting many processes on two cores takes its time. */
  readonly patience?: number;
  start(options: StartOptions): Promise<RunningDeployment>;
  /** Copies all data of a stopped deployment into a folder, or beside it, under that name. */
  backUp(places: StartOptions, to: string): Promise<void>;
  /** Puts such a copy in the place of the data of a stopped deployment. */
  restore(places: StartOptions, from: string): Promise<void>;
  /** Frees what outlives the processes, after they have stopped. */
  remove(places: StartOptions): Promise<void>;
}

export interface StartOptions {
  readonly dataDirectory: string;
  readonly district: string;
  /** The same over restarts, so that clients keep their URL. */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Path of another built entry point, e.g. one with crash points. */
  readonly entry?: string;
  readonly args?: readonly string[];
}

/** One process of a deployment. */
export interface RunningProcess {
  /** `<service>-<copy>`, or the name of the whole where it is one process. */
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  /** Its working and data directory. */
  readonly directory: string;
  /** From its start until it was ready. */
  readonly readyMs: number;
  /** What the process wrote last, for the message of a failing test. */
  output(): string;
  readonly exited: Promise<number | null>;
  /** SIGTERM, and waits for the orderly end. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** E.g. SIGSTOP; waits for nothing. */
  signal(signal: NodeJS.Signals): void;
  /** Starts one that has ended again, on the same port; resolves when it is ready. */
  restart(as?: OtherEntry): Promise<void>;
}

/** Another built entry point in the place of the app's own. */
export interface OtherEntry {
  readonly entry: string;
  readonly args: readonly string[];
}

export interface RunningDeployment extends Omit<RunningProcess, 'name' | 'signal' | 'restart'> {
  readonly api: ApiClient;
  /** All of them; `pid` is that of the first one. */
  readonly processes: readonly RunningProcess[];
  /** Where its events lie, when that is Kafka. */
  readonly kafka?: KafkaSettings;
}
