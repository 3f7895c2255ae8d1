import { loadSettings } from '@evenground/config';
import { SERVICES } from '@evenground/contracts';
import { manifestEnvironment, onThisMachine } from './manifest-environment.js';

const HERE = {
  EVENGROUND_HOST: '127.0.0.1',
  EVENGROUND_PORT: '1',
  EVENGROUND_DATA_DIR: '/here',
  EVENGROUND_PSEUDONYM_KEY_FILE: '/here.key',
  EVENGROUND_ERASED_LIST_FILE: '/here.erased',
  EVENGROUND_INSTANCE: 'here-0',
  EVENGROUND_OIDC_ISSUER: 'http://127.0.0.1:2',
  EVENGROUND_OIDC_AUDIENCE: 'here',
  KAFKA_BROKERS: '127.0.0.1:3',
  KAFKA_REPLICATION_FACTOR: '1',
  KAFKA_TOPIC_PREFIX: 't-',
  MONGO_URL: 'mongodb://127.0.0.1:4',
  MONGO_DATABASE_PREFIX: 't',
  LOG_LEVEL: 'warn',
};

describe('the environment of the manifests', () => {
  it.each([...SERVICES, 'evenground'])('of %s is one that the product takes, on the servers of this machine', (app) => {
    const { env, args } = manifestEnvironment(app, 'here-0', HERE);
    expect(args).toEqual(app === 'evenground' ? ['--prepare'] : []);
    expect(loadSettings(env)).toMatchObject({
      ...{ eventLog: 'kafka', store: 'mongo', dataDir: '/here', port: 1, pseudonymKeyFile: '/here.key' },
      ...{ kafka: { brokers: ['127.0.0.1:3'], topicPrefix: 't-' }, mongo: { databasePrefix: 't' } },
    });
  });

  const told = manifestEnvironment('ingestion', 'here-0', HERE).env;
  const misspelt = (name: string) =>
    Object.fromEntries(Object.entries(told).map(([key, value]) => [key === name ? `${key}S` : key, value]));

  it.each(Object.keys(told).filter((name) => !/PREFIX$|^LOG_LEVEL$/.test(name)))(
    'that misspells %s starts nothing',
    (name) => {
      expect(() => loadSettings(onThisMachine(misspelt(name), HERE, 'k8s'))).toThrow(name);
    },
  );
});
