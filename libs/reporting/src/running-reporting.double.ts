import { mkdtempSync, rmSync } from 'node:fs';
import { type Server, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessRefused, type Authenticator, type Principal } from '@evenground/auth';
import { type Clock, type Random, systemRandom } from '@evenground/config';
import type { Service, StreamPosition } from '@evenground/contracts';
import type { DocumentStore, DocumentStores } from '@evenground/document-store';
import type { EventLog } from '@evenground/event-log';
import { AFTER_HEADER, type ServiceApp, createServiceApp, positionToken } from '@evenground/http';
import { ReflectionPositions } from './await-positions/reflection-positions.js';
import type { FollowLimits } from './follow-reflection/follow-reflection.js';
import { reportingCollections } from './reflection-documents.js';
import { ReportingModule } from './reporting.module.js';
import type { ReportingAlarm } from './reflect-cycle/reflect-cycle.js';

/** Real time that begins on a given day and can be moved on. */
export class MovableClock implements Clock {
  private readonly startedMs = performance.now();
  private readonly timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  private readonly ticking = setInterval(() => this.fire(), 5);
  private movedMs = 0;

  constructor(private readonly startMs: number) {}

  nowMs(): number {
    return Math.floor(this.startMs + this.movedMs + performance.now() - this.startedMs);
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.nowMs() + delayMs, run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  advance(ms: number): void {
    this.movedMs += ms;
    this.fire();
  }

  stop(): void {
    clearInterval(this.ticking);
  }

  private fire(): void {
    for (const timer of [...this.timers]) {
      if (timer.dueMs > this.nowMs()) continue;
      this.timers.delete(timer);
      timer.run();
    }
  }
}

const base = { districts: ['northbay'], schools: '*', clientScopes: [] } as const;
const PRINCIPALS: Readonly<Record<string, Principal>> = {
  administrator: { ...base, id: 'administrator', roles: ['district-administrator'] },
  lead: { ...base, id: 'lead', roles: ['equity-lead'] },
  teacher: { ...base, id: 'teacher', roles: ['teacher'] },
  'principal-elsewhere': { ...base, id: 'principal-elsewhere', roles: ['principal'], schools: ['school-99'] },
  'other-district': { ...base, id: 'other-district', roles: ['district-administrator'], districts: ['southbay'] },
  advocate: { ...base, id: 'advocate', roles: ['advocate'] },
};

/** Both ports, as an adapter opens them; the spec says which. */
export interface Platform {
  readonly log: EventLog;
  readonly stores: DocumentStores;
  close(): Promise<void>;
}
export type OpenPlatform = (options: { directory: string; clock: Clock; random: Random }) => Promise<Platform>;

export interface Published {
  readonly topic: string;
  readonly stream: string;
  readonly type: string;
  readonly data: unknown;
}

/** The service as it runs: embedded platform, HTTP on a port of its own, and the other services' voices. */
export class RunningReporting {
  readonly revoked = new Set<string>();
  readonly alarms: ReportingAlarm[] = [];
  readonly faults: unknown[] = [];
  private readonly voices = new Map<Service, DocumentStore>();

  private constructor(
    readonly clock: MovableClock,
    readonly platform: Platform,
    readonly store: DocumentStore,
    readonly app: ServiceApp,
    readonly url: string,
    private readonly server: Server,
    private readonly directory: string,
  ) {}

  static async start(open: OpenPlatform, startMs: number, followLimits?: FollowLimits): Promise<RunningReporting> {
    const clock = new MovableClock(startMs);
    const directory = mkdtempSync(join(tmpdir(), 'reporting-'));
    const platform = await open({ directory, clock, random: systemRandom });
    const { log } = platform;
    const store = await platform.stores.open('reporting', reportingCollections);
    const positions = new ReflectionPositions(store, log, clock);
    const told: { running?: RunningReporting } = {};
    const authenticator: Authenticator = {
      authenticate: (authorization) => {
        const token = authorization?.replace('Bearer ', '') ?? '';
        const principal = PRINCIPALS[token];
        const isKnown = principal !== undefined && !told.running?.revoked.has(token);
        return isKnown ? Promise.resolve(principal) : Promise.reject(new AccessRefused(401, 'token/invalid', 'no'));
      },
    };
    const onFault = (error: unknown): void => void told.running?.faults.push(error);
    const module = ReportingModule.register({
      ...{ store, log, clock, random: systemRandom, authenticator, positions, followLimits, onFault },
      onAlarm: (alarm) => told.running?.alarms.push(alarm),
    });
    const app = await createServiceApp({
      ...{ service: 'reporting', module, authenticator, clock, random: systemRandom, positions },
      consume: {
        ...{ log, store, clock, random: systemRandom },
        observer: { retried: (_group, _attempt, error) => void told.running?.faults.push(error) },
      },
      onFault,
    });
    await app.startConsuming();
    const server = createServer(app.handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${app.prefix}`;
    told.running = new RunningReporting(clock, platform, store, app, url, server, directory);
    return told.running;
  }

  /** Publishes as the service that owns the topics, in one commit. */
  async say(service: Service, events: readonly Published[]): Promise<readonly StreamPosition[]> {
    const voice = this.voices.get(service) ?? (await this.platform.stores.open(service, []));
    this.voices.set(service, voice);
    const { positions } = await voice.commit({ publish: events.map((event) => ({ ...event, correlationId: 'c-1' })) });
    return positions;
  }

  async get(
    path: string,
    options: { as?: string; after?: readonly StreamPosition[]; accept?: string } = {},
  ): Promise<Response> {
    const token = options.after === undefined ? undefined : positionToken(options.after);
    return fetch(this.url + path, {
      headers: {
        authorization: `Bearer ${options.as ?? 'lead'}`,
        ...(token !== undefined && { [AFTER_HEADER]: token }),
        ...(options.accept !== undefined && { accept: options.accept }),
      },
    });
  }

  async json<Body>(path: string, options: Parameters<RunningReporting['get']>[1] = {}): Promise<Body> {
    const response = await this.get(path, options);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Body;
  }

  post(path: string, as = 'administrator'): Promise<Response> {
    return fetch(this.url + path, { method: 'POST', headers: { authorization: `Bearer ${as}` } });
  }

  follow(cycleId: string, options: { as?: string; lastEventId?: string } = {}): Promise<Follower> {
    return Follower.open(`${this.url}/cycles/${cycleId}/reflection/stream`, {
      authorization: `Bearer ${options.as ?? 'lead'}`,
      ...(options.lastEventId !== undefined && { 'last-event-id': options.lastEventId }),
    });
  }

  async stop(): Promise<void> {
    await this.app.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.platform.close();
    this.clock.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A client of server-sent events over real HTTP. */
export class Follower {
  readonly events: { readonly id: string; readonly event: string; readonly data: unknown; readonly atMs: number }[] =
    [];
  readonly comments: string[] = [];
  status = 0;
  headers: Readonly<Record<string, unknown>> = {};
  body = '';
  isEnded = false;
  /** Ends the connection from the client's side. */
  leave: () => void = () => undefined;

  static open(url: string, headers: Record<string, string>): Promise<Follower> {
    const follower = new Follower();
    return new Promise((resolve, reject) => {
      const request = get(url, { headers, agent: false }, (response) => {
        follower.status = response.statusCode ?? 0;
        follower.headers = response.headers;
        response.setEncoding('utf8');
        response.on('data', (text: string) => follower.take(text));
        response.on('close', () => (follower.isEnded = true));
        response.on('error', () => undefined); // a connection cut off is what some tests want
        resolve(follower);
      });
      request.on('error', (error) => (follower.status === 0 ? reject(error) : undefined));
      follower.leave = () => request.destroy();
    });
  }

  get ids(): readonly string[] {
    return this.events.map(({ id }) => id);
  }

  private take(text: string): void {
    this.body += text;
    for (let end = this.body.indexOf('\n\n'); end >= 0 && this.status === 200; end = this.body.indexOf('\n\n')) {
      this.block(this.body.slice(0, end));
      this.body = this.body.slice(end + 2);
    }
  }

  private block(text: string): void {
    const fields = new Map(
      text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const data = fields.get('data');
    if (data !== undefined) {
      const parsed: unknown = JSON.parse(data);
      this.events.push({
        id: fields.get('id') ?? '',
        event: fields.get('event') ?? '',
        data: parsed,
        atMs: performance.now(),
      });
    }
    if (fields.has('')) this.comments.push(text);
  }
}
