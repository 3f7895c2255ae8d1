import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

export const LOG_KINDS = ['decision', 'adjustment', 'outcome', 'note', 'dissent', 'lesson', 'reading'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** What the hash of an entry covers. The text itself lies beside it, so that erasing it leaves the chain whole. */
export interface HashedEntry {
  /** From 1, without holes. */
  readonly seq: number;
  readonly cycleId: string;
  readonly at: string;
  readonly byRole: string;
  readonly byPseudonym: string;
  readonly kind: LogKind;
  /** SHA-256 of the text in UTF-8, hex. */
  readonly textHash: string;
  readonly refs: readonly string[];
  /** The seq of the entry that this one corrects. */
  readonly corrects?: number;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previousHash: string;
  /** Which key signs the entry; `none`: the chain is hashed, not signed. */
  readonly keyId: string;
}

export interface LogEntry extends HashedEntry {
  /** SHA-256 of the UTF-8 of the RFC 8785 canonical JSON of the hashed fields, hex. */
  readonly hash: string;
  /** Absent once it was erased. */
  readonly text?: string;
}

export interface LogHead {
  readonly seq: number;
  readonly hash: string;
}

/** What someone wants to be written. */
export interface LogNote {
  readonly at: string;
  readonly byRole: string;
  readonly byPseudonym: string;
  readonly kind: LogKind;
  readonly text: string;
  readonly refs: readonly string[];
  readonly corrects?: number;
}

export const EMPTY_LOG: LogHead = { seq: 0, hash: '0'.repeat(64) };

/** The entries that follow a head, chained; the last one is the new head. */
export function appendEntries(head: LogHead, cycleId: string, notes: readonly LogNote[]): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  for (const { text, ...note } of notes) {
    const before: LogHead = entries.at(-1) ?? head;
    const hashed: HashedEntry = {
      ...note,
      cycleId,
      seq: before.seq + 1,
      previousHash: before.hash,
      textHash: sha256(text),
      keyId: 'none',
    };
    entries.push({ ...hashed, hash: hashOf(hashed), text });
  }
  return entries;
}

/**
 * Checks entries that follow a head, in the order they were read.
 *
 * @returns the new head, or the seq at which the chain, an entry or its text is not what was written
 */
export function verifyEntries(
  head: LogHead,
  entries: Iterable<LogEntry>,
): { readonly head: LogHead } | { readonly brokenAt: number } {
  let at = head;
  for (const entry of entries) {
    if (!follows(at, entry)) return { brokenAt: at.seq + 1 };
    at = { seq: entry.seq, hash: entry.hash };
  }
  return { head: at };
}

function follows(before: LogHead, entry: LogEntry): boolean {
  const { hash, text, ...hashed } = entry;
  return (
    entry.seq === before.seq + 1 &&
    entry.previousHash === before.hash &&
    hash === hashOf(hashed) &&
    (text === undefined || sha256(text) === entry.textHash)
  );
}

function hashOf(hashed: HashedEntry): string {
  return sha256(canonicalize(hashed) ?? '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
