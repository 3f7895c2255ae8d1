import { openMongoKeep } from '@evenground/document-store-mongo';
import type { KeepPlace } from '../suites/keep.suite.js';
import { mongoBackend } from './mongo-backend.js';

/** Databases of a prefix that is new, over an embedded log. */
export async function mongoPlace(): Promise<KeepPlace> {
  const { settings, open, dispose } = await mongoBackend();
  return { open, dispose, keep: () => openMongoKeep({ settings, instance: 'test' }) };
}
