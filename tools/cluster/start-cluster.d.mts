export interface ClusterOptions {
  /** 0, 1 or 3; 1 unless said otherwise. With three every topic has three copies and a write needs two of them. */
  readonly brokers?: number;
  /** 0, 1 or 3; 1 unless said otherwise. Always a replica set, since transactions need one. */
  readonly mongods?: number;
  /** Data, logs and pid files. The first start decides how many of each it holds, and on which ports. */
  readonly directory: string;
  /** First port of each kind: broker i listens on kafka + 10 i (its controller one above), mongod i on mongo + i. Free ones where absent. */
  readonly ports?: { readonly kafka?: number; readonly mongo?: number };
  /** Processes can be killed, stopped and restarted one by one, so tests prefer them; `docker` falls back to them. */
  readonly prefer?: 'docker' | 'processes';
  /** Lets a test make mongod fail on command (`failCommand`). Never for anything but tests. */
  readonly testCommands?: boolean;
  /** How long members of three wait for a primary before they elect another; MongoDB's own 10 s unless said otherwise. */
  readonly electionTimeoutMs?: number;
  /** Heap of each broker; 512 unless said otherwise. */
  readonly heapMb?: number;
  /** Cache of each mongod; 0.25, the least that it takes, unless said otherwise. */
  readonly cacheGb?: number;
}

export interface ClusterProcess {
  /** `kafka-1` … `mongod-3` */
  readonly name: string;
  readonly port: number;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** SIGKILL unless said otherwise; answers once the process is gone, for other signals once they are sent. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it if it runs, starts it again on its data and answers once it listens. */
  restart(): Promise<void>;
}

export interface Cluster {
  /** As in `KAFKA_BROKERS`; undefined with 0 brokers. */
  readonly kafkaBrokers: string | undefined;
  /** As in `MONGO_URL`; undefined with 0 mongods. */
  readonly mongoUrl: string | undefined;
  readonly by: 'docker' | 'processes';
  readonly directory: string;
  readonly processes: readonly ClusterProcess[];
  /** The mongod that takes writes; undefined while there is none. */
  primary(): Promise<ClusterProcess | undefined>;
  /** Makes the primary give its office to another of three for a while. */
  stepDown(): Promise<void>;
  /** Ends all of it and keeps the data; with `discard` it ends at once and the directory is removed. */
  stop(options?: { readonly discard?: boolean }): Promise<void>;
}

/** A component cannot be had on this machine. */
export class CannotStart extends Error {
  readonly component: string;
  /** Sentences, each naming one thing that is missing. */
  readonly missing: readonly string[];
}

/**
 * Starts what does not run yet and answers when it can be worked with: every broker lists all, a primary takes writes,
 * every member has caught up. A cluster of the same directory that runs already is left alone.
 *
 * @throws CannotStart when a component cannot be had; Error when a port is taken by somebody else or the directory
 *   holds another kind of cluster. What this call had started is ended.
 */
export function startCluster(options: ClusterOptions): Promise<Cluster>;
