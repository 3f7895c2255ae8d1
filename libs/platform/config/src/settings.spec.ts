import { isPlatformError } from '@evenground/contracts';
import { isAbsolute } from 'node:path';
import { loadSettings } from './settings.js';

function refusal(env: Record<string, string>): string {
  try {
    loadSettings(env);
  } catch (error) {
    if (isPlatformError(error, 'configuration-invalid')) return error.message;
    throw error;
  }
  return 'accepted';
}

const CLUSTER = {
  ...{
    EVENGROUND_EVENT_LOG: 'kafka',
    EVENGROUND_STORE: 'mongo',
    KAFKA_BROKERS: 'a:9092,b:9092',
    MONGO_URL: 'mongodb://m/x',
  },
  ...{ EVENGROUND_OIDC_ISSUER: 'https://id.example.org', EVENGROUND_OIDC_AUDIENCE: 'evenground' },
};

describe('settings', () => {
  test('have the documented defaults', () => {
    const settings = loadSettings({ PATH: '/bin', EVENGROUND_LOCAL_TOKEN: '' });
    expect(settings).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      eventLog: 'embedded',
      store: 'embedded',
      logLevel: 'info',
      allowRemoteSignIn: false,
    });
    expect(settings.localToken).toBeUndefined();
    expect(settings.oidc).toBeUndefined();
    expect(isAbsolute(settings.dataDir)).toBe(true);
    expect(settings.pseudonymKeyFile).toBe(`${settings.dataDir}/keys/pseudonym.key`);
  });

  test('of a cluster', () => {
    expect(loadSettings({ ...CLUSTER, EVENGROUND_HOST: '0.0.0.0' })).toMatchObject({
      kafka: { brokers: ['a:9092', 'b:9092'], topicPrefix: '', replicationFactor: 3 },
      mongo: { url: 'mongodb://m/x', databasePrefix: 'evenground' },
      oidc: { issuer: 'https://id.example.org', audience: 'evenground' },
    });
  });

  test.each<[Record<string, string>, string]>([
    [{ EVENGROUND_PROT: '1' }, 'EVENGROUND_PROT'],
    [{ EVENGROUND_PORT: '80a' }, 'EVENGROUND_PORT'],
    [{ EVENGROUND_PORT: '65536' }, 'EVENGROUND_PORT'],
    [{ EVENGROUND_STORE: 'postgres' }, 'EVENGROUND_STORE'],
    [{ EVENGROUND_STORE: 'mongo', MONGO_URL: 'mongodb://m' }, 'EVENGROUND_EVENT_LOG and EVENGROUND_STORE'],
    [{ ...CLUSTER, KAFKA_BROKERS: '' }, 'KAFKA_BROKERS'],
    [{ ...CLUSTER, KAFKA_BROKERS: 'nohost' }, 'KAFKA_BROKERS'],
    [{ ...CLUSTER, MONGO_URL: '' }, 'MONGO_URL'],
    [{ ...CLUSTER, KAFKA_TLS_CA_FILE: 'ca.pem' }, 'KAFKA_TLS'],
    [{ ...CLUSTER, KAFKA_TLS: 'true', KAFKA_TLS_KEY_FILE: 'key.pem' }, 'KAFKA_TLS_CERT_FILE'],
    [{ ...CLUSTER, KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_SASL_USERNAME'],
    [{ ...CLUSTER, KAFKA_SASL_MECHANISM: 'gssapi' }, 'KAFKA_SASL_MECHANISM'],
    [{ ...CLUSTER, KAFKA_TOPIC_PREFIX: 'a b' }, 'KAFKA_TOPIC_PREFIX'],
    [{ ...CLUSTER, EVENGROUND_INSTANCE: 'a/b' }, 'EVENGROUND_INSTANCE'],
    [{ ...CLUSTER, MONGO_URL: 'http://m' }, 'MONGO_URL'],
    [{ ...CLUSTER, MONGO_URL: 'mongodb://m:27017,,n:27017/' }, 'MONGO_URL'],
    [{ ...CLUSTER, MONGO_URL: 'mongodb://m:27017,n:port/' }, 'MONGO_URL'],
    [{ ...CLUSTER, MONGO_URL: 'mongodb://' }, 'MONGO_URL'],
    [{ ...CLUSTER, EVENGROUND_OIDC_ISSUER: '', EVENGROUND_OIDC_AUDIENCE: '' }, 'EVENGROUND_OIDC_ISSUER'],
    [{ ...CLUSTER, EVENGROUND_LOCAL_TOKEN: 'x'.repeat(24) }, 'EVENGROUND_LOCAL_TOKEN'],
    [{ EVENGROUND_LOCAL_TOKEN: 'x'.repeat(23) }, 'EVENGROUND_LOCAL_TOKEN'],
    [{ EVENGROUND_LOCAL_TOKEN: 'x'.repeat(24) + ' y' }, 'EVENGROUND_LOCAL_TOKEN'],
    [{ EVENGROUND_OIDC_ISSUER: 'https://id.example.org' }, 'EVENGROUND_OIDC_AUDIENCE'],
    [{ EVENGROUND_OIDC_AUDIENCE: 'evenground' }, 'EVENGROUND_OIDC_ISSUER'],
    [{ EVENGROUND_OIDC_ISSUER: 'http://id.example.org', EVENGROUND_OIDC_AUDIENCE: 'x' }, 'EVENGROUND_OIDC_ISSUER'],
    [{ EVENGROUND_HOST: '0.0.0.0' }, 'EVENGROUND_HOST'],
    [{ EVENGROUND_ALLOW_REMOTE_SIGN_IN: 'yes' }, 'EVENGROUND_ALLOW_REMOTE_SIGN_IN'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  ])('%j is refused, naming %s', (env, named) => {
    expect(refusal(env)).toContain(named);
  });

  test.each([
    'mongodb://m',
    'mongodb://127.0.0.1:1,127.0.0.1:2,127.0.0.1:3/?replicaSet=rs0',
    'mongodb://user:p%40ss@a:27017,b:27017,c:27017/db?replicaSet=rs&authSource=admin',
    'mongodb+srv://user:pass@cluster.example.org/?tls=true',
  ])('a replica set is named by one host or by all of them: %s', (url) => {
    expect(loadSettings({ ...CLUSTER, MONGO_URL: url }).mongo.url).toBe(url);
  });

  test('a listening address beyond this machine needs the word of the operator', () => {
    expect(loadSettings({ EVENGROUND_HOST: '0.0.0.0', EVENGROUND_ALLOW_REMOTE_SIGN_IN: 'true' }).host).toBe('0.0.0.0');
  });

  test('a refusal never repeats a value', () => {
    expect(refusal({ EVENGROUND_LOCAL_TOKEN: 'short-secret' })).not.toContain('short-secret');
    expect(refusal({ ...CLUSTER, MONGO_URL: 'ftp://user:hunter2@m' })).not.toContain('hunter2');
  });

  test('every wrong setting is named at once', () => {
    expect(refusal({ EVENGROUND_PORT: 'x', LOG_LEVEL: 'loud' })).toMatch(/EVENGROUND_PORT.*LOG_LEVEL/);
  });
});
