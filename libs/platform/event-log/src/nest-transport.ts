import { type ArgumentsHost, Catch, type INestApplication, type RpcExceptionFilter } from '@nestjs/common';
import {
  type CustomTransportStrategy,
  type MessageHandler,
  type MicroserviceOptions,
  type NestMicroservice,
  Server,
} from '@nestjs/microservices';
import { PlatformError } from '@evenground/contracts';
import { type Observable, isObservable, lastValueFrom, throwError } from 'rxjs';
import { ConsumerLoop, type ConsumerLoopOptions } from './consumer-loop.js';
import type { Delivery, FeatureSubscription } from './delivery.js';
import type { Feature } from './settle.js';

/** One `@EventPattern` method: Nest registers it once per pattern, each time with the same `extras` object. */
interface Registration {
  readonly topics: string[];
  readonly subscription: Partial<FeatureSubscription>;
  readonly handler: MessageHandler;
}

/**
 * Lets `@EventPattern('<topic>' | ['<topic>', …], {group, batch, maxBatch})` methods work on an event log: one consumer
 * loop per method, whose handler is awaited. Unlike Nest's own servers it never chains the handlers of one pattern,
 * since each has its group and position. Connect it with `connectEventLog`.
 */
export class EventLogTransport extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private readonly registrations = new Map<object, Registration>();
  private started: ConsumerLoop[] = [];

  constructor(private readonly options: ConsumerLoopOptions) {
    super();
  }

  /** The loops that run, for health and metrics; none before `listen`. */
  get loops(): readonly ConsumerLoop[] {
    return this.started;
  }

  override addHandler(
    pattern: unknown,
    handler: MessageHandler,
    isEventHandler = false,
    extras: Partial<FeatureSubscription> = {},
  ): void {
    if (typeof pattern !== 'string') throw refused('a pattern must be the name of a topic');
    if (!isEventHandler) throw refused(`@MessagePattern('${pattern}'): services talk through events only`);
    const known = this.registrations.get(extras);
    if (known?.topics.includes(pattern)) throw refused(`${extras.group} is subscribed to ${pattern} twice`);
    if (known !== undefined) known.topics.push(pattern);
    else this.registrations.set(extras, { topics: [pattern], subscription: extras, handler });
  }

  async listen(done: (error?: unknown) => void): Promise<void> {
    try {
      const loops = this.features().map((feature) => new ConsumerLoop(feature, this.options));
      this.started.push(...loops);
      // All at once, since each waits for the log to let its group begin; one that fails lets the others end in order.
      const began = await Promise.allSettled(loops.map((loop) => loop.start()));
      const failed = began.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      done();
    } catch (error) {
      await this.close();
      done(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.started.map((loop) => loop.close()));
  }

  on(): never {
    throw refused('the event log transport has no events of its own');
  }

  unwrap<Log>(): Log {
    return this.options.log as Log;
  }

  private features(): readonly Feature[] {
    const features = [...this.registrations.values()].map(featureOf);
    const groups = features.map((feature) => feature.group);
    const twice = groups.find((group, at) => groups.indexOf(group) !== at);
    if (twice !== undefined) throw refused(`two handlers share the group ${twice}`);
    return features;
  }
}

function featureOf({ topics, subscription, handler }: Registration): Feature {
  const { group, batch, maxBatch } = subscription;
  if (group === undefined) throw refused(`the handler of ${topics.join(', ')} has no group`);
  return { group, topics, batch, maxBatch, handle: (delivery) => call(handler, delivery) };
}

async function call(handler: MessageHandler, delivery: Delivery): Promise<void> {
  try {
    const result: unknown = await handler(delivery);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  } catch (error) {
    if (error instanceof Error) throw error;
    // Nest's default filter puts a plain object in the place of the error, so that its kind is lost.
    throw new PlatformError(
      'configuration-invalid',
      'the cause of a failed handler is hidden; connect with connectEventLog',
      { retriable: true },
    );
  }
}

/** Lets the original error reach the consumer loop, which must know its kind and cause. */
@Catch()
export class OriginalErrorFilter implements RpcExceptionFilter<unknown> {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() =>
      error instanceof Error ? error : new Error('a handler threw what is no error', { cause: error }),
    );
  }
}

/** Connects the event handlers of an app to the log; `app.startAllMicroservices()` then starts them. */
export function connectEventLog(app: INestApplication, options: ConsumerLoopOptions): EventLogTransport {
  const transport = new EventLogTransport(options);
  const consumers = app.connectMicroservice<MicroserviceOptions>(
    { strategy: transport },
    // Else Nest registers the handlers at once, and a filter comes too late.
    { inheritAppConfig: false, deferInitialization: true },
  ) as NestMicroservice;
  consumers.setIsInitHookCalled(true); // the app calls the hooks of the modules they share
  consumers.useGlobalFilters(new OriginalErrorFilter());
  return transport;
}

function refused(detail: string): PlatformError {
  return new PlatformError('configuration-invalid', detail);
}
