import { type KeyFile, type Random, type Settings, openKeyFile } from '@evenground/config';
import { type DocumentStore, collection } from '@evenground/document-store';
import { repeatOnConflict } from '@evenground/http';

/** What a service's store remembers of the key file, so that no copy of the service ever goes on with another one. */
export const keyChecks = collection<{ readonly checks: readonly string[] }>('key-file');
const ID = 'checks';

/**
 * Opens the key file and compares it with what every store remembers; new secrets are remembered too. Only an embedded
 * process, which is alone, may make the file: copies that each made their own would give one student many pseudonyms.
 *
 * @throws PlatformError `key-invalid`, see `openKeyFile`
 */
export async function openKeys(settings: Settings, stores: readonly DocumentStore[], random: Random): Promise<KeyFile> {
  const known = await Promise.all(stores.map(async (store) => (await remembered(store)).checks));
  const mayCreate = settings.store === 'embedded';
  const keys = openKeyFile({ file: settings.pseudonymKeyFile, known, mayCreate, random });
  await Promise.all(stores.map((store) => repeatOnConflict(() => remember(store, keys.checks))));
  return keys;
}

async function remembered(store: DocumentStore): Promise<{ version: number; checks: readonly string[] }> {
  const [kept] = await store.load(keyChecks, [ID]);
  return { version: kept?.version ?? 0, checks: kept?.body.checks ?? [] };
}

async function remember(store: DocumentStore, found: readonly string[]): Promise<void> {
  const { version, checks } = await remembered(store);
  const all = [...new Set([...checks, ...found])];
  if (all.length === checks.length) return;
  await store.commit({ writes: [{ collection: keyChecks, id: ID, expected: version, body: { checks: all } }] });
}
