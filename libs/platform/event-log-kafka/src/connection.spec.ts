import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaSettings } from '@evenground/config';
import { clientConfig } from './connection.js';
import { KAFKA_TIMES } from './kafka-times.js';

const settings: KafkaSettings = { brokers: ['a:9092', 'b:9092'], topicPrefix: '', replicationFactor: 3 };
const config = (told: Partial<KafkaSettings> = {}) =>
  clientConfig({ settings: { ...settings, ...told }, clientId: 'evenground.all.one', times: KAFKA_TIMES });

describe('the connection', () => {
  let directory: string;
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'evenground-kafka-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('has neither TLS nor SASL unless it is told', () => {
    expect(config()).toMatchObject({ clientId: 'evenground.all.one', brokers: ['a:9092', 'b:9092'] });
    expect(config()).not.toHaveProperty('ssl');
    expect(config()).not.toHaveProperty('sasl');
  });

  it("trusts the system's authorities, or those of a file, and shows its own certificate", () => {
    expect(config({ tls: {} }).ssl).toEqual({});
    const tls = { caFile: file('ca', 'CA'), certFile: file('cert', 'CERT'), keyFile: file('key', 'KEY') };
    expect(config({ tls }).ssl).toEqual({ ca: ['CA'], cert: 'CERT', key: 'KEY' });
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'signs in by %s with the password of the file',
    (mechanism) => {
      const sasl = { mechanism, username: 'evenground', passwordFile: file('password', 's3 cret \n') };
      expect(config({ sasl }).sasl).toEqual({ mechanism, username: 'evenground', password: 's3 cret ' });
    },
  );

  it.each([
    [{ tls: { caFile: '/nowhere' } }, 'KAFKA_TLS_CA_FILE'],
    [{ sasl: { mechanism: 'plain', username: 'u', passwordFile: '/nowhere' } }, 'KAFKA_SASL_PASSWORD_FILE'],
  ] as const)('names the setting whose file cannot be read', (told, setting) => {
    const refusal = { code: 'configuration-invalid', message: expect.stringContaining(setting) as string };
    expect(() => config(told)).toThrow(expect.objectContaining(refusal));
  });

  it('passes on what kafkajs warns of, and nothing below', () => {
    const said: unknown[] = [];
    const { logCreator, logLevel } = clientConfig({
      ...{ settings, clientId: 'c', times: KAFKA_TIMES },
      onWarning: (message, details) => said.push([message, details]),
    });
    const log = { timestamp: 'now', message: 'a broker went away', broker: 'a:9092' };
    logCreator?.(logLevel ?? 0)({ namespace: 'Connection', level: 2, label: 'WARN', log });
    expect(logLevel).toBe(2);
    expect(said).toEqual([['a broker went away', { level: 'WARN', broker: 'a:9092' }]]);
  });
});
