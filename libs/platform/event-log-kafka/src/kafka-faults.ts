import { type PlatformErrorCode, PlatformError, isPlatformError } from '@evenground/contracts';

/** The part of an error of kafkajs that says what it is. */
interface KafkaFault {
  readonly name?: string;
  readonly type?: string;
  readonly retriable?: boolean;
  readonly cause?: unknown;
  readonly originalError?: unknown;
}

/** The error and what it wraps, outermost first. */
function chainOf(error: unknown): readonly KafkaFault[] {
  const chain: KafkaFault[] = [];
  for (let at = error; typeof at === 'object' && at !== null && !chain.includes(at as KafkaFault);) {
    const fault = at as KafkaFault;
    chain.push(fault);
    at = fault.originalError ?? fault.cause;
  }
  return chain;
}

/** What takes the partitions away from a member. */
const LOST_MEMBERSHIP: ReadonlySet<string> = new Set([
  'REBALANCE_IN_PROGRESS',
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'FENCED_INSTANCE_ID',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
]);

export function isLostMembership(error: unknown): boolean {
  return chainOf(error).some(({ type }) => type !== undefined && LOST_MEMBERSHIP.has(type));
}

/** Another process joined under the same name. */
export function isFenced(error: unknown): boolean {
  return isOfType(error, 'FENCED_INSTANCE_ID');
}

export function isOfType(error: unknown, type: string): boolean {
  return chainOf(error).some((fault) => fault.type === type);
}

/** A codec that kafkajs does not have; no new connection mends that. */
export function isUnreadableCodec(error: unknown): boolean {
  return chainOf(error).some(({ name }) => name === 'KafkaJSNotImplemented');
}

/** Wrong credentials and missing rights: only an operator mends them. */
const REFUSALS: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
]);

export function isRefusal(error: unknown): boolean {
  return chainOf(error).some(
    ({ name, type }) => name === 'KafkaJSSASLAuthenticationError' || (type !== undefined && REFUSALS.has(type)),
  );
}

/** What the port throws for a fault of Kafka or kafkajs. */
export function logFault(doing: string, error: unknown, code: PlatformErrorCode = 'log-unavailable'): PlatformError {
  if (isPlatformError(error)) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new PlatformError(code, `${doing}: ${said}`, { retriable: code === 'log-unavailable', cause: error });
}
