import { type Clock, systemClock } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import { Health } from './health.js';

describe('Health', () => {
  it('is ready when every check is, and says which is not', async () => {
    const health = new Health(systemClock);
    health.readyWhen('store', async () => undefined);
    health.readyWhen('log', async () => Promise.reject(new PlatformError('log-unavailable', 'no broker')));
    health.readyWhen('diagnostics.measure', async () => ({
      healthy: false,
      reason: '12 events behind and no progress',
    }));
    expect(await health.ready()).toEqual({
      status: 'unavailable',
      checks: {
        store: { healthy: true },
        log: { healthy: false, reason: 'log-unavailable' },
        'diagnostics.measure': { healthy: false, reason: '12 events behind and no progress' },
      },
    });
    expect(await health.live()).toEqual({ status: 'ok', checks: {} });
  });

  it('what is not live is not ready', async () => {
    const health = new Health(systemClock);
    health.liveWhen('event loop', async () => ({ healthy: false, reason: 'stuck' }));
    expect((await health.ready()).status).toBe('unavailable');
  });

  it('becomes ready once a projection has caught up', async () => {
    const health = new Health(systemClock);
    const caughtUp = health.readyAfter('read cube');
    expect(await health.ready()).toMatchObject({
      status: 'unavailable',
      checks: { 'read cube': { reason: 'not yet' } },
    });
    caughtUp();
    expect(await health.ready()).toMatchObject({ status: 'ok' });
  });

  it('a check that does not answer has failed', async () => {
    let giveUp = (): void => undefined;
    const clock: Clock = {
      nowMs: () => 0,
      after: (_delayMs, run) => {
        giveUp = run;
        return () => undefined;
      },
    };
    const health = new Health(clock);
    health.readyWhen('store', () => new Promise(() => undefined));
    const report = health.ready();
    giveUp();
    expect(await report).toEqual({ status: 'unavailable', checks: { store: { healthy: false, reason: 'no answer' } } });
  });

  it('says nothing of an unknown error, which may quote data', async () => {
    const health = new Health(systemClock);
    health.liveWhen('x', async () => Promise.reject(new Error('CANARY')));
    expect(JSON.stringify(await health.live())).not.toContain('CANARY');
  });
});
