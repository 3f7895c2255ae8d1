import { readFileSync } from 'node:fs';
import type { KafkaSettings } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import kafkajs, { type Kafka, type KafkaConfig, type SASLOptions } from 'kafkajs';
import type { KafkaTimes } from './kafka-times.js';

/** Told what kafkajs warns of; nothing of it needs an answer. */
export type OnWarning = (message: string, details: Readonly<Record<string, unknown>>) => void;

export interface ConnectionOptions {
  readonly settings: KafkaSettings;
  /** The same over restarts, so that the members of a group stand in the same order again. */
  readonly clientId: string;
  readonly times: KafkaTimes;
  readonly onWarning?: OnWarning;
}

/**
 * A client of its own for each producer, consumer and admin: those of one client share a map of committed offsets per
 * group, and what is broken is then thrown away whole.
 */
export function kafkaClient(options: ConnectionOptions): Kafka {
  return new kafkajs.Kafka(clientConfig(options));
}

/** @throws PlatformError `configuration-invalid` when a file of the settings cannot be read */
export function clientConfig({ settings, clientId, times, onWarning }: ConnectionOptions): KafkaConfig {
  return {
    clientId,
    brokers: [...settings.brokers],
    ...(settings.tls !== undefined && { ssl: tlsOf(settings.tls) }),
    ...(settings.sasl !== undefined && { sasl: saslOf(settings.sasl) }),
    connectionTimeout: times.connectMs,
    authenticationTimeout: times.connectMs * 2,
    requestTimeout: times.requestMs,
    retry: { initialRetryTime: 100, multiplier: 2, factor: 0.2, maxRetryTime: 1_000, retries: 4 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator:
      () =>
      ({ label, log: { message, timestamp: _, logger: __, ...details } }) =>
        onWarning?.(message, { level: label, ...details }),
  };
}

function tlsOf(tls: NonNullable<KafkaSettings['tls']>): KafkaConfig['ssl'] {
  const { caFile, certFile, keyFile } = tls;
  return {
    ...(caFile !== undefined && { ca: [textOf(caFile, 'KAFKA_TLS_CA_FILE')] }),
    ...(certFile !== undefined && { cert: textOf(certFile, 'KAFKA_TLS_CERT_FILE') }),
    ...(keyFile !== undefined && { key: textOf(keyFile, 'KAFKA_TLS_KEY_FILE') }),
  };
}

function saslOf({ mechanism, username, passwordFile }: NonNullable<KafkaSettings['sasl']>): SASLOptions {
  // An editor's line break at the end is no part of a password.
  const password = textOf(passwordFile, 'KAFKA_SASL_PASSWORD_FILE').replace(/\r?\n$/, '');
  return { mechanism, username, password } as SASLOptions;
}

function textOf(path: string, setting: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PlatformError('configuration-invalid', `${setting}: the file cannot be read`, { cause: error });
  }
}
