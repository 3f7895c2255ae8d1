import { openEmbeddedKeep } from '@evenground/embedded';
import type { KeepPlace } from '../suites/keep.suite.js';
import { embeddedBackend } from './embedded-backend.js';

/** An empty data directory. */
export async function embeddedPlace(): Promise<KeepPlace & { readonly directory: string }> {
  const { directory, open, dispose } = await embeddedBackend();
  return { directory, open, dispose, keep: () => openEmbeddedKeep({ directory, whileInUse: true }) };
}
