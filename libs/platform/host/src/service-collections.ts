import type { Collection } from '@evenground/document-store';
import { idempotencyCollection } from '@evenground/http';
import { keyChecks } from './key-checks.js';
import type { ServiceDefinition } from './service-definition.js';

/** All collections of a service: its own, and those that every service has. */
export function collectionsOf({ collections }: ServiceDefinition): readonly Collection[] {
  const named = new Map([...collections, idempotencyCollection, keyChecks].map((one) => [one.name, one]));
  return [...named.values()];
}
