import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { PlatformError } from '@evenground/contracts';
import { z } from 'zod';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
const BEARER_CHARACTERS = /^[A-Za-z0-9._~+/-]+=*$/;

/** Of names in Kafka and MongoDB, so that several installations can share a cluster. */
const prefix = z.string().regex(/^[A-Za-z0-9_-]{0,20}$/, 'at most 20 letters, digits, _ and -');

const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `a URL with ${protocols.join(' or ')}`,
    );

/** Unlike other URLs it may name every member of a replica set: `mongodb://a:27017,b:27017/?replicaSet=rs`. */
const mongoUrl = z.string().refine((text) => {
  const [, begin, hosts = '', rest] = /^(mongodb(?:\+srv)?:\/\/(?:[^/?#@]*@)?)([^/?#]+)(.*)$/.exec(text) ?? [];
  return hosts !== '' && hosts.split(',').every((host) => host !== '' && URL.canParse(`${begin}${host}${rest}`));
}, 'a URL with mongodb: or mongodb+srv:, of one host or of several with commas between');

/**
 * Every setting, by the name it has in the environment. An empty value counts as absent.
 *
 * Beside the documented ones there is `EVENGROUND_ALLOW_REMOTE_SIGN_IN` (true or false, default false): without it the
 * built-in issuer and the local token, which are meant for one machine, refuse to listen on anything but loopback.
 */
const Environment = z.object({
  EVENGROUND_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'a port from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'a port from 0 to 65535')
    .default(8080),
  EVENGROUND_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'a host name or an address')
    .default('127.0.0.1'),
  EVENGROUND_DATA_DIR: z.string().default('./data'),
  EVENGROUND_EVENT_LOG: z.enum(['embedded', 'kafka']).default('embedded'),
  EVENGROUND_STORE: z.enum(['embedded', 'mongo']).default('embedded'),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^\s,:]+:\d+(?:,[^\s,:]+:\d+)*$/, 'host:port, separated by commas')
    .optional(),
  KAFKA_TOPIC_PREFIX: prefix.default(''),
  KAFKA_REPLICATION_FACTOR: z
    .string()
    .regex(/^[1-9]$/, 'a number from 1 to 9')
    .transform(Number)
    .default(3),
  KAFKA_CREATE_TOPICS: z.enum(['true', 'false']).default('false'),
  KAFKA_TLS: z.enum(['true', 'false']).default('false'),
  KAFKA_TLS_CA_FILE: z.string().optional(),
  KAFKA_TLS_CERT_FILE: z.string().optional(),
  KAFKA_TLS_KEY_FILE: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(SASL_MECHANISMS).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD_FILE: z.string().optional(),
  MONGO_URL: mongoUrl.optional(),
  MONGO_DATABASE_PREFIX: prefix.default('evenground'),
  EVENGROUND_OIDC_ISSUER: url(['https:', 'http:']).optional(),
  EVENGROUND_OIDC_AUDIENCE: z.string().optional(),
  EVENGROUND_OIDC_CLIENT_ID: z.string().max(400).optional(),
  EVENGROUND_OIDC_SCOPE: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'scopes separated by one blank')
    .default('openid'),
  EVENGROUND_LOCAL_TOKEN: z
    .string()
    .min(24, 'at least 24 characters')
    .max(4_096)
    .regex(BEARER_CHARACTERS, 'letters, digits and ._~+/-')
    .optional(),
  EVENGROUND_PSEUDONYM_KEY_FILE: z.string().optional(),
  EVENGROUND_ERASED_LIST_FILE: z.string().optional(),
  EVENGROUND_INSTANCE: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, '1 to 64 letters, digits and ._-')
    .optional(),
  EVENGROUND_ALLOW_REMOTE_SIGN_IN: z.enum(['true', 'false']).default('false'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});
type Environment = z.infer<typeof Environment>;

export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly replicationFactor: number;
  /** Whether the process creates missing topics at its start; otherwise it refuses to start without them. */
  readonly createTopics?: boolean;
  /** Absent: no TLS. Paths are absolute; without `caFile` the system's authorities are trusted. */
  readonly tls?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  readonly sasl?: {
    readonly mechanism: (typeof SASL_MECHANISMS)[number];
    readonly username: string;
    readonly passwordFile: string;
  };
}

export interface MongoSettings {
  /** May hold a password: never to be printed. */
  readonly url?: string;
  /** `<prefix>_<service>` is the database of a service. */
  readonly databasePrefix: string;
}

/** What the process was told, checked. */
export interface Settings {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly eventLog: 'embedded' | 'kafka';
  readonly store: 'embedded' | 'mongo';
  readonly kafka: KafkaSettings;
  readonly mongo: MongoSettings;
  /** Absent: the built-in issuer. */
  readonly oidc?: {
    readonly issuer: string;
    readonly audience: string;
    /** The public client of the pages; absent: the pages take a token from elsewhere. */
    readonly clientId?: string;
    /** What the pages ask the provider for. */
    readonly scope: string;
  };
  readonly localToken?: string;
  /** Absolute; lies outside of the database files. */
  readonly pseudonymKeyFile: string;
  /** Absolute; remembers erased students outside of the data and their backups. */
  readonly erasedListFile: string;
  /** Names this copy, the same over restarts; the host's name where nothing else was said. */
  readonly instance: string;
  readonly allowRemoteSignIn: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/**
 * Reads and checks the environment; the only reader of `process.env`.
 *
 * @throws PlatformError `configuration-invalid` naming each setting that is wrong, unknown or missing; never its value
 */
export function loadSettings(env: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const unknown = Object.keys(given).filter((name) => name.startsWith('EVENGROUND_') && !(name in Environment.shape));
  if (unknown.length > 0) throw invalid(unknown.map((name) => `${name} is not a setting`));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${expected(issue.message)}`));
  }
  const broken = brokenRelations(parsed.data);
  if (broken.length > 0) throw invalid(broken);
  return settingsOf(parsed.data);
}

function brokenRelations(env: Environment): readonly string[] {
  const embedded = env.EVENGROUND_STORE === 'embedded' && env.EVENGROUND_EVENT_LOG === 'embedded';
  const localSignIn = env.EVENGROUND_OIDC_ISSUER === undefined || env.EVENGROUND_LOCAL_TOKEN !== undefined;
  const rules: readonly (readonly [boolean, string])[] = [
    [
      (env.EVENGROUND_STORE === 'embedded') !== (env.EVENGROUND_EVENT_LOG === 'embedded'),
      'EVENGROUND_EVENT_LOG and EVENGROUND_STORE: both embedded, or kafka and mongo',
    ],
    [
      env.EVENGROUND_EVENT_LOG === 'kafka' && env.KAFKA_BROKERS === undefined,
      'KAFKA_BROKERS: needed when EVENGROUND_EVENT_LOG is kafka',
    ],
    [
      env.EVENGROUND_STORE === 'mongo' && env.MONGO_URL === undefined,
      'MONGO_URL: needed when EVENGROUND_STORE is mongo',
    ],
    [
      (env.KAFKA_TLS_CERT_FILE === undefined) !== (env.KAFKA_TLS_KEY_FILE === undefined),
      'KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE: both or none',
    ],
    [
      env.KAFKA_TLS === 'false' && (env.KAFKA_TLS_CA_FILE ?? env.KAFKA_TLS_CERT_FILE) !== undefined,
      'KAFKA_TLS: must be true where certificates are given',
    ],
    [
      new Set(
        [env.KAFKA_SASL_MECHANISM, env.KAFKA_SASL_USERNAME, env.KAFKA_SASL_PASSWORD_FILE].map(
          (one) => one === undefined,
        ),
      ).size > 1,
      'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE: all three or none',
    ],
    [
      env.EVENGROUND_OIDC_ISSUER !== undefined && env.EVENGROUND_OIDC_AUDIENCE === undefined,
      'EVENGROUND_OIDC_AUDIENCE: needed with EVENGROUND_OIDC_ISSUER',
    ],
    [
      env.EVENGROUND_OIDC_AUDIENCE !== undefined && env.EVENGROUND_OIDC_ISSUER === undefined,
      'EVENGROUND_OIDC_ISSUER: needed with EVENGROUND_OIDC_AUDIENCE',
    ],
    [
      env.EVENGROUND_OIDC_CLIENT_ID !== undefined && env.EVENGROUND_OIDC_ISSUER === undefined,
      'EVENGROUND_OIDC_ISSUER: needed with EVENGROUND_OIDC_CLIENT_ID',
    ],
    [
      !embedded && env.EVENGROUND_OIDC_ISSUER === undefined,
      'EVENGROUND_OIDC_ISSUER: needed, since the built-in issuer is for embedded mode only',
    ],
    [!embedded && env.EVENGROUND_LOCAL_TOKEN !== undefined, 'EVENGROUND_LOCAL_TOKEN: for embedded mode only'],
    [!issuerIsSafe(env.EVENGROUND_OIDC_ISSUER), 'EVENGROUND_OIDC_ISSUER: https, but for an issuer on this machine'],
    [
      localSignIn && !LOOPBACK.has(env.EVENGROUND_HOST) && env.EVENGROUND_ALLOW_REMOTE_SIGN_IN !== 'true',
      'EVENGROUND_HOST: only loopback with the built-in issuer or a local token, unless EVENGROUND_ALLOW_REMOTE_SIGN_IN is true',
    ],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, says]) => says);
}

function issuerIsSafe(issuer: string | undefined): boolean {
  if (issuer === undefined) return true;
  const { protocol, hostname: host } = new URL(issuer);
  return protocol === 'https:' || LOOPBACK.has(host) || host === '[::1]';
}

function settingsOf(env: Environment): Settings {
  const dataDir = resolve(env.EVENGROUND_DATA_DIR);
  const pseudonymKeyFile = resolve(
    dataDir,
    env.EVENGROUND_PSEUDONYM_KEY_FILE === undefined ? 'keys/pseudonym.key' : resolve(env.EVENGROUND_PSEUDONYM_KEY_FILE),
  );
  const { EVENGROUND_OIDC_ISSUER: issuer, EVENGROUND_OIDC_AUDIENCE: audience } = env;
  return {
    port: env.EVENGROUND_PORT,
    host: env.EVENGROUND_HOST,
    dataDir,
    eventLog: env.EVENGROUND_EVENT_LOG,
    store: env.EVENGROUND_STORE,
    kafka: kafkaOf(env),
    mongo: { url: env.MONGO_URL, databasePrefix: env.MONGO_DATABASE_PREFIX },
    oidc:
      issuer !== undefined && audience !== undefined
        ? { issuer, audience, clientId: env.EVENGROUND_OIDC_CLIENT_ID, scope: env.EVENGROUND_OIDC_SCOPE }
        : undefined,
    localToken: env.EVENGROUND_LOCAL_TOKEN,
    pseudonymKeyFile,
    erasedListFile: resolve(env.EVENGROUND_ERASED_LIST_FILE ?? `${pseudonymKeyFile}.erased`),
    instance: env.EVENGROUND_INSTANCE ?? hostname(),
    allowRemoteSignIn: env.EVENGROUND_ALLOW_REMOTE_SIGN_IN === 'true',
    logLevel: env.LOG_LEVEL,
  };
}

function kafkaOf(env: Environment): KafkaSettings {
  const file = (path: string | undefined): string | undefined => (path === undefined ? undefined : resolve(path));
  return {
    brokers: env.KAFKA_BROKERS?.split(',') ?? [],
    topicPrefix: env.KAFKA_TOPIC_PREFIX,
    replicationFactor: env.KAFKA_REPLICATION_FACTOR,
    createTopics: env.KAFKA_CREATE_TOPICS === 'true',
    ...(env.KAFKA_TLS === 'true' && {
      tls: {
        caFile: file(env.KAFKA_TLS_CA_FILE),
        certFile: file(env.KAFKA_TLS_CERT_FILE),
        keyFile: file(env.KAFKA_TLS_KEY_FILE),
      },
    }),
    ...(env.KAFKA_SASL_MECHANISM !== undefined && {
      sasl: {
        mechanism: env.KAFKA_SASL_MECHANISM,
        username: env.KAFKA_SASL_USERNAME ?? '',
        passwordFile: resolve(env.KAFKA_SASL_PASSWORD_FILE ?? ''),
      },
    }),
  };
}

function expected(message: string): string {
  return message.replace(/^Invalid (?:input|option): /, '').replace(/, received .*$/, '');
}

function invalid(problems: readonly string[]): PlatformError {
  return new PlatformError('configuration-invalid', problems.join('; '));
}
