import { statSync } from 'node:fs';
import {
  type ArchiveRead,
  type FilePiece,
  type KeepItem,
  type KeepSummary,
  fillKeep,
  readArchive,
  verifyArchive,
  writeArchive,
} from '@evenground/archive';
import { type Way, sourceKeep, targetKeep, wayOf } from '@evenground/composition';
import { type Clock, type Settings, instant } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import { KNOWN_SERVICES } from './known-services.js';
import { SpoolFiles, SpoolWriter } from './spool-files.js';

/** Version of the program, as in its packages. */
const PROGRAM = '0.1.0';

export interface CommandParts {
  readonly settings: Settings;
  readonly clock: Clock;
  say(line: string): void;
}

/** Writes everything that the services keep into a file, while they go on. */
export async function backup(file: string, { settings, clock, say }: CommandParts): Promise<void> {
  const { way, keep } = await sourceKeep(settings, wayOf(settings), 'backup');
  const spool = new SpoolFiles(settings.dataDir);
  const beganMs = clock.nowMs();
  try {
    await spool.hold();
    const cut = await keep.cut();
    await spool.hold();
    const { footer, characters } = await writeArchive(file, {
      header: { program: PROGRAM, takenAt: instant(clock), from: way },
      items: spool.learnFrom(cut.items()),
      files: () => spool.pieces(),
    });
    say(`${file}: ${told(footer)}, ${footer.files} unfinished uploads with their bodies`);
    const { size } = statSync(file);
    say(`${megabytes(size)} compressed, of ${megabytes(characters)}, in ${seconds(clock.nowMs() - beganMs)}`);
    say(`SHA-256 of what services keep: ${footer.itemsSha256}`);
    if (spool.absent.length > 0)
      say(`not in it: ${bodiesOf(spool.absent)}, which rest elsewhere; see the operator guide`);
    say('not in it: the pseudonym key and the list of the erased; without the key nobody can read it back to students');
  } finally {
    await spool.close();
    await keep.close();
  }
}

/** Puts a backup into an empty place. Everything of the file is checked before anything is written. */
export async function restore(file: string, { settings, clock, say }: CommandParts): Promise<void> {
  const { header, footer } = await verifyArchive(file, KNOWN_SERVICES);
  say(
    `${file}: whole; taken ${header.takenAt} from ${header.from}, ${told(footer)}, ${footer.files} bodies of uploads`,
  );
  const { keep } = await targetKeep(settings, wayOf(settings));
  const beganMs = clock.nowMs();
  const spool = new SpoolWriter(settings.dataDir);
  try {
    const reading = new ArchiveReading(file, (piece) => spool.put(piece));
    const put = await fillKeep({
      ...{ keep, services: KNOWN_SERVICES, items: reading.items() },
      beforeComplete: async ({ sha256 }) => {
        await spool.close();
        if (sha256 === footer.itemsSha256 && reading.read?.footer.sha256 === footer.sha256) return;
        throw new PlatformError('archive-invalid', `${file} was changed while it was read: begin again`);
      },
    });
    say(`${keep.name}: ${told(put)}, read back the same, in ${seconds(clock.nowMs() - beganMs)}`);
    say(`SHA-256 of what services keep: ${put.sha256}`);
  } finally {
    await spool.close();
    await keep.close();
  }
}

/** Moves everything between the data directory and the cluster that the settings name; both are named at once. */
export async function migrate(to: Way, { settings, clock, say }: CommandParts): Promise<void> {
  const from: Way = to === 'cluster' ? 'embedded' : 'cluster';
  const { keep: source } = await sourceKeep(settings, from, 'move');
  const spool = new SpoolFiles(settings.dataDir);
  const beganMs = clock.nowMs();
  try {
    await spool.hold();
    const cut = await source.cut();
    const { keep: target } = await targetKeep(settings, to);
    try {
      const moved = await fillKeep({
        ...{ keep: target, services: KNOWN_SERVICES, items: spool.learnFrom(cut.items()) },
        beforeComplete: () => requireBodies(spool, settings),
      });
      say(
        `${source.name} → ${target.name}: ${told(moved)}, read back the same, in ${seconds(clock.nowMs() - beganMs)}`,
      );
      say(`SHA-256 of what services keep, there and here: ${moved.sha256}`);
      if (spool.needed.length > 0)
        say(`${bodiesOf(spool.needed)} rest in ${settings.dataDir}/spool: ingestion goes on with them there`);
    } finally {
      await target.close();
    }
  } finally {
    await spool.close();
    await source.close();
  }
}

/** A move must not leave an upload behind that nobody can finish. */
function requireBodies(spool: SpoolFiles, settings: Settings): void {
  if (spool.absent.length === 0) return;
  throw new PlatformError(
    'configuration-invalid',
    `${bodiesOf(spool.absent)} do not rest in ${settings.dataDir}/spool: copy them there from the data directories of ingestion's copies, or start the services again until no upload is processing, then move again`,
  );
}

/** The items of an archive; pieces of files go their own way. */
class ArchiveReading {
  read: ArchiveRead | undefined;

  constructor(
    private readonly file: string,
    private readonly putPiece: (piece: FilePiece) => Promise<void>,
  ) {}

  async *items(): AsyncGenerator<readonly KeepItem[]> {
    const entries = readArchive(this.file, KNOWN_SERVICES);
    for (;;) {
      const next = await entries.next();
      if (next.done === true) {
        this.read = next.value;
        return;
      }
      const items: KeepItem[] = [];
      for (const entry of next.value) {
        if (entry.kind === 'file') await this.putPiece(entry);
        else items.push(entry);
      }
      if (items.length > 0) yield items;
    }
  }
}

function told({ documents, events, heads, handled }: Omit<KeepSummary, 'sha256'>): string {
  return `${documents} documents, ${events} events of ${heads} streams, ${handled} marks`;
}

function bodiesOf(names: readonly string[]): string {
  return `the bodies of ${names.length} unfinished uploads (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
