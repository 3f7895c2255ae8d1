import 'reflect-metadata';
import { Controller, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern, type MicroserviceOptions } from '@nestjs/microservices';
import { PlatformError } from '@evenground/contracts';
import { EMPTY, type Observable, defer, from } from 'rxjs';
import type { Delivery, FeatureSubscription } from './delivery.js';
import {
  MemoryLog,
  MemoryStore,
  RECORDS,
  REFERENCE,
  VirtualClock,
  halfRandom,
  said,
  testDeclarationOf,
  turns,
  until,
} from './in-memory.double.js';
import { EventLogTransport, OriginalErrorFilter, connectEventLog } from './nest-transport.js';

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

const subscription = (group: string, options: Partial<FeatureSubscription> = {}): FeatureSubscription => ({
  group,
  ...options,
});

interface Started {
  readonly log: MemoryLog;
  readonly store: MemoryStore;
  readonly clock: VirtualClock;
  readonly transport: EventLogTransport;
  readonly errors: unknown[];
}

/** Starts a microservice whose only controller is made by `make`, on a log and store in memory. */
async function start(make: (store: MemoryStore) => new () => object, keepErrors = true): Promise<Started> {
  const [log, store, clock, errors] = [new MemoryLog(), new MemoryStore(), new VirtualClock(), [] as unknown[]];
  const observer = { retried: (_group: string, _attempt: number, error: unknown): void => void errors.push(error) };
  const transport = new EventLogTransport({
    log,
    store,
    clock,
    random: halfRandom,
    observer,
    declarationOf: testDeclarationOf,
  });
  class Feature {}
  Module({ controllers: [make(store)] })(Feature);
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(Feature, {
    strategy: transport,
    logger: false,
  });
  if (keepErrors) service.useGlobalFilters(new OriginalErrorFilter());
  opened.push(service);
  await service.listen();
  return { log, store, clock, transport, errors };
}

describe('EventLogTransport', () => {
  it('awaits the handler, one event at a time, and gives each handler of one topic its own group', async () => {
    const seen: string[] = [];
    const { log, store, clock } = await start((kept) => {
      @Controller()
      class Two {
        @EventPattern(RECORDS, subscription('diagnostics.first'))
        async first(delivery: Delivery): Promise<void> {
          seen.push(`begin ${delivery.events.length}`);
          await turns(3);
          await kept.commit({ handled: delivery.handled });
          seen.push('end');
        }

        @EventPattern(RECORDS, subscription('diagnostics.second', { batch: true }))
        async second(delivery: Delivery): Promise<void> {
          seen.push(`batch ${delivery.events.length}`);
          await kept.commit({ handled: delivery.handled });
        }
      }
      return Two;
    });
    await log.append([said('a', 1), said('a', 2)]);
    await until(
      clock,
      () => store.at('a', RECORDS, 'diagnostics.first') === 2 && store.at('a', RECORDS, 'diagnostics.second') === 2,
    );
    expect(seen.filter((what) => what.startsWith('batch'))).toEqual(['batch 2']);
    expect(seen.filter((what) => !what.startsWith('batch'))).toEqual(['begin 1', 'end', 'begin 1', 'end']);
  });

  it('lets the original error reach the loop', async () => {
    const cause = new PlatformError('version-conflict', 'pack 7 moved on');
    let tries = 0;
    const { log, store, clock, errors } = await start((kept) => {
      @Controller()
      class Failing {
        @EventPattern(RECORDS, subscription('diagnostics.failing'))
        async fail(delivery: Delivery): Promise<void> {
          tries += 1;
          if (tries === 1) throw cause;
          await kept.commit({ handled: delivery.handled });
        }
      }
      return Failing;
    });
    await log.append([said('a', 1)]);
    await until(clock, () => store.at('a', RECORDS, 'diagnostics.failing') === 1);
    expect(errors).toEqual([cause]);
  });

  it('never dead-letters an event when the cause is hidden, because the filter was left out', async () => {
    const { log, store, clock, errors } = await start(() => {
      @Controller()
      class Failing {
        @EventPattern(RECORDS, subscription('diagnostics.failing'))
        async fail(_delivery: Delivery): Promise<void> {
          throw new Error('hidden');
        }
      }
      return Failing;
    }, false);
    await log.append([said('a', 1, { x: 1 })]);
    await until(clock, () => errors.length > 8);
    expect(errors[0]).toMatchObject({ code: 'configuration-invalid' });
    expect(store.at('a', RECORDS, 'diagnostics.failing')).toBe(0);
    expect(store.published).toEqual([]);
  });

  it('subscribes one handler to several topics as one group', async () => {
    const { log, store, clock, transport } = await start((kept) => {
      @Controller()
      class Both {
        @EventPattern([RECORDS, REFERENCE], subscription('diagnostics.both', { batch: true }))
        async both(delivery: Delivery): Promise<void> {
          await kept.commit({ handled: delivery.handled });
        }
      }
      return Both;
    });
    expect(transport.loops).toHaveLength(1);
    await log.append([said('a', 1), said('a', 1, { x: 1 }, REFERENCE)]);
    await until(
      clock,
      () => store.at('a', RECORDS, 'diagnostics.both') === 1 && store.at('a', REFERENCE, 'diagnostics.both') === 1,
    );
  });

  it('waits for handlers that answer with an Observable, even one without a value', async () => {
    const { log, store, clock } = await start((kept) => {
      @Controller()
      class Streams {
        @EventPattern(RECORDS, subscription('diagnostics.streams'))
        streams(delivery: Delivery): Observable<unknown> {
          return defer(() => from(kept.commit({ handled: delivery.handled }).then(() => EMPTY)));
        }
      }
      return Streams;
    });
    await log.append([said('a', 1), said('a', 2)]);
    await until(clock, () => store.at('a', RECORDS, 'diagnostics.streams') === 2);
  });

  it('works beside HTTP, and stops with its app', async () => {
    const [log, store, clock] = [new MemoryLog(), new MemoryStore(), new VirtualClock()];
    @Controller()
    class Keeping {
      @EventPattern(RECORDS, subscription('diagnostics.keeping'))
      async keep(delivery: Delivery): Promise<void> {
        await store.commit({ handled: delivery.handled });
      }
    }
    class Service {}
    Module({ controllers: [Keeping] })(Service);
    const app: INestApplication = await NestFactory.create(Service, { logger: false });
    opened.push(app);
    const transport = connectEventLog(app, { log, store, clock, random: halfRandom, declarationOf: testDeclarationOf });
    await app.startAllMicroservices();
    await log.append([said('a', 1)]);
    await until(clock, () => store.at('a', RECORDS, 'diagnostics.keeping') === 1);
    await transport.close();
    await log.append([said('a', 2)]);
    await turns();
    expect(store.at('a', RECORDS, 'diagnostics.keeping')).toBe(1);
  });
});

describe('EventLogTransport refuses at the start', () => {
  const withPattern =
    (pattern: unknown, extras: object): (() => new () => object) =>
    () => {
      @Controller()
      class Wrong {
        @EventPattern(pattern, extras)
        async handle(): Promise<void> {}
      }
      return Wrong;
    };

  it.each<[string, () => new () => object, string]>([
    ['a pattern that is no topic', withPattern('ingestion.nothing', subscription('diagnostics.x')), 'unknown-topic'],
    ['a pattern that is no name', withPattern({ cmd: 'x' }, subscription('diagnostics.x')), 'name of a topic'],
    ['a missing group', withPattern(RECORDS, {}), 'has no group'],
    ['a topic twice', withPattern([RECORDS, RECORDS], subscription('diagnostics.x')), 'twice'],
    [
      'a group twice',
      () => {
        @Controller()
        class Twice {
          @EventPattern(RECORDS, subscription('diagnostics.x'))
          async one(_delivery: Delivery): Promise<void> {}
          @EventPattern(REFERENCE, subscription('diagnostics.x'))
          async two(_delivery: Delivery): Promise<void> {}
        }
        return Twice;
      },
      'share the group',
    ],
    [
      'a message pattern',
      () => {
        @Controller()
        class Asked {
          @MessagePattern(RECORDS)
          async answer(): Promise<void> {}
        }
        return Asked;
      },
      'MessagePattern',
    ],
  ])('%s', async (_title, make, message) => {
    await expect(start(make)).rejects.toThrow(message);
  });
});
