import { resolve } from 'node:path';
import { PlatformError } from '@evenground/contracts';
import { z } from 'zod';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
const BEARER_CHARACTERS = /^[A-Za-z0-9._~+/-]+=*$/;

const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `a URL with ${protocols.join(' or ')}`,
    );

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
  MONGO_URL: url(['mongodb:', 'mongodb+srv:']).optional(),
  EVENGROUND_OIDC_ISSUER: url(['https:', 'http:']).optional(),
  EVENGROUND_OIDC_AUDIENCE: z.string().optional(),
  EVENGROUND_LOCAL_TOKEN: z
    .string()
    .min(24, 'at least 24 characters')
    .max(4_096)
    .regex(BEARER_CHARACTERS, 'letters, digits and ._~+/-')
    .optional(),
  EVENGROUND_PSEUDONYM_KEY_FILE: z.string().optional(),
  EVENGROUND_ALLOW_REMOTE_SIGN_IN: z.enum(['true', 'false']).default('false'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});
type Environment = z.infer<typeof Environment>;

/** What the process was told, checked. */
export interface Settings {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly eventLog: 'embedded' | 'kafka';
  readonly store: 'embedded' | 'mongo';
  readonly kafkaBrokers: readonly string[];
  readonly mongoUrl?: string;
  /** Absent: the built-in issuer. */
  readonly oidc?: { readonly issuer: string; readonly audience: string };
  readonly localToken?: string;
  /** Absolute; lies outside of the database files. */
  readonly pseudonymKeyFile: string;
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
      env.EVENGROUND_OIDC_ISSUER !== undefined && env.EVENGROUND_OIDC_AUDIENCE === undefined,
      'EVENGROUND_OIDC_AUDIENCE: needed with EVENGROUND_OIDC_ISSUER',
    ],
    [
      env.EVENGROUND_OIDC_AUDIENCE !== undefined && env.EVENGROUND_OIDC_ISSUER === undefined,
      'EVENGROUND_OIDC_ISSUER: needed with EVENGROUND_OIDC_AUDIENCE',
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
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || LOOPBACK.has(hostname) || hostname === '[::1]';
}

function settingsOf(env: Environment): Settings {
  const dataDir = resolve(env.EVENGROUND_DATA_DIR);
  const { EVENGROUND_OIDC_ISSUER: issuer, EVENGROUND_OIDC_AUDIENCE: audience } = env;
  return {
    port: env.EVENGROUND_PORT,
    host: env.EVENGROUND_HOST,
    dataDir,
    eventLog: env.EVENGROUND_EVENT_LOG,
    store: env.EVENGROUND_STORE,
    kafkaBrokers: env.KAFKA_BROKERS?.split(',') ?? [],
    mongoUrl: env.MONGO_URL,
    oidc: issuer !== undefined && audience !== undefined ? { issuer, audience } : undefined,
    localToken: env.EVENGROUND_LOCAL_TOKEN,
    pseudonymKeyFile:
      env.EVENGROUND_PSEUDONYM_KEY_FILE === undefined
        ? resolve(dataDir, 'keys', 'pseudonym.key')
        : resolve(env.EVENGROUND_PSEUDONYM_KEY_FILE),
    allowRemoteSignIn: env.EVENGROUND_ALLOW_REMOTE_SIGN_IN === 'true',
    logLevel: env.LOG_LEVEL,
  };
}

function expected(message: string): string {
  return message.replace(/^Invalid (?:input|option): /, '').replace(/, received .*$/, '');
}

function invalid(problems: readonly string[]): PlatformError {
  return new PlatformError('configuration-invalid', problems.join('; '));
}
