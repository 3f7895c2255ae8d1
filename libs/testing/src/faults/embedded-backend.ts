import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock, systemRandom } from '@evenground/config';
import { DATABASE_FILE, openEmbedded, type EmbeddedOptions, type EmbeddedPlatform } from '@evenground/embedded';
import type { Backend } from '../suites/platform-under-test.js';
import { runChild, type ChildRun } from './child-run.js';
import type { EmbeddedProgram } from './embedded-child.js';

/** The built program, also when this file runs as source under Jest: children run what `npx tsc -b` made. */
const CHILD = fileURLToPath(new URL('../../dist/faults/embedded-child.js', import.meta.url));

export interface EmbeddedBackend extends Backend {
  readonly directory: string;
  open(options?: Partial<EmbeddedOptions>): Promise<EmbeddedPlatform>;
  child(program: Omit<EmbeddedProgram, 'directory'>): ChildRun;
}

/** A fresh data directory for the embedded platform. */
export async function embeddedBackend(): Promise<EmbeddedBackend> {
  const directory = await mkdtemp(join(tmpdir(), 'evenground-'));
  return {
    directory,
    open: (options) => openEmbedded({ directory, clock: systemClock, random: systemRandom, ...options }),
    child: (program) => runChild(CHILD, { directory, ...program }),
    damage: (text) => flipBit(join(directory, DATABASE_FILE), text),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Turns one bit of the first occurrence of the text in the file. */
async function flipBit(file: string, text: string): Promise<void> {
  const bytes = await readFile(file);
  const at = bytes.indexOf(text);
  if (at < 0) throw new Error(`${file} does not hold "${text}"`);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  await writeFile(file, bytes);
}
