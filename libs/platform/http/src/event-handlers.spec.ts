import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '@evenground/config';
import { PlatformError, isPlatformError } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { type EmbeddedPlatform, openEmbedded } from '@evenground/embedded';
import type { Delivery } from '@evenground/event-log';
import { Controller, Inject, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { type ServiceApp, createServiceApp } from './service-app.js';

const STORE = Symbol('Store');
const TOPIC = 'ingestion.records.requests';
const said = {
  ...{ topic: TOPIC, stream: 'd1/0@feedback', type: 'stream.requested', correlationId: 'x' },
  data: {
    topic: 'ingestion.records',
    stream: 'd1/0',
    requestedBy: 'feedback.test',
    reason: 'rebuild',
    restatementId: 'r1',
  },
};

const hooks: string[] = [];
let failures = 2;

@Controller()
class Handler implements OnModuleInit, OnApplicationBootstrap {
  constructor(@Inject(STORE) private readonly store: DocumentStore) {}

  onModuleInit(): void {
    hooks.push('init');
  }

  onApplicationBootstrap(): void {
    hooks.push('bootstrap');
  }

  @EventPattern(TOPIC, { group: 'feedback.test', batch: true })
  async handle(@Payload() delivery: Delivery): Promise<void> {
    failures -= 1;
    if (failures >= 0) throw new PlatformError('store-unavailable', 'not now', { retriable: true });
    await this.store.commit({ handled: delivery.handled });
  }
}

describe('event handlers of a service app', () => {
  let directory: string;
  let platform: EmbeddedPlatform;
  let app: ServiceApp;
  afterAll(async () => {
    await app.close();
    await platform.close();
    rmSync(directory, { recursive: true });
  });

  test('handle events, keep the cause of a failure, and start their modules once', async () => {
    directory = mkdtempSync(join(tmpdir(), 'evenground-handlers-'));
    platform = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
    const store = await platform.stores.open('feedback', []);
    const causes: unknown[] = [];
    const handled = new Promise<void>((resolve) => {
      const observer = {
        retried: (_group: string, _attempt: number, error: unknown) => void causes.push(error),
        handled: () => resolve(),
      };
      const base = { clock: systemClock, random: systemRandom };
      @Module({ controllers: [Handler], providers: [{ provide: STORE, useValue: store }] })
      class HandlerModule {}
      const starting = createServiceApp({
        ...{
          ...base,
          service: 'feedback',
          module: HandlerModule,
          authenticator: { authenticate: () => Promise.reject(new Error('nobody')) },
        },
        consume: { ...base, log: platform.log, store, observer, retry: { firstDelayMs: 1 } },
      });
      void starting.then(async (made) => {
        app = made;
        await app.startConsuming();
        await store.commit({ publish: [said] });
      });
    });
    await handled;
    expect(causes.map((error) => isPlatformError(error, 'store-unavailable'))).toEqual([true, true]);
    expect(hooks).toEqual(['init', 'bootstrap']);
    expect(app.features).toEqual([{ group: 'feedback.test', topics: [TOPIC] }]);
  });
});
