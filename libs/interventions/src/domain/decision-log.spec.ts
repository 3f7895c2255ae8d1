import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { EMPTY_LOG, LOG_KINDS, type LogEntry, type LogNote, appendEntries, verifyEntries } from './decision-log.js';

const note: fc.Arbitrary<LogNote> = fc.record({
  at: fc.constant('2026-03-02T12:00:00.000Z'),
  byRole: fc.constantFrom('principal', 'equity-lead', 'system'),
  byPseudonym: fc.string({ minLength: 1, maxLength: 12 }),
  kind: fc.constantFrom(...LOG_KINDS),
  text: fc.string({ maxLength: 60, unit: 'grapheme' }),
  refs: fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 }),
});
const log = fc.array(note, { minLength: 1, maxLength: 12 }).map((notes) => [...appendEntries(EMPTY_LOG, 'c', notes)]);

describe('N9: the decision log', () => {
  test('is the chain that §9.6 says', () => {
    const [first, second] = appendEntries(EMPTY_LOG, 'c1', [
      { at: '2026-03-02T12:00:00.000Z', byRole: 'principal', byPseudonym: 'p', kind: 'note', text: 'größer', refs: [] },
      {
        at: '2026-03-02T12:00:01.000Z',
        byRole: 'principal',
        byPseudonym: 'p',
        kind: 'lesson',
        text: 'x',
        refs: ['r'],
        corrects: 1,
      },
    ]);
    const { hash, text, ...hashed } = first!;
    expect(hashed.previousHash).toBe('0'.repeat(64));
    expect(hashed.textHash).toBe(createHash('sha256').update(text!, 'utf8').digest('hex'));
    expect(hash).toBe(createHash('sha256').update(canonicalize(hashed)!, 'utf8').digest('hex'));
    expect(second).toMatchObject({ seq: 2, previousHash: hash, corrects: 1 });
  });

  test('verifies, in one go or in two, and without texts that were erased', () => {
    fc.assert(
      fc.property(log, fc.nat(), (entries, cut) => {
        const head = { seq: entries.length, hash: entries.at(-1)!.hash };
        expect(verifyEntries(EMPTY_LOG, entries)).toEqual({ head });
        const at = cut % entries.length;
        const half = verifyEntries(EMPTY_LOG, entries.slice(0, at));
        expect('head' in half && verifyEntries(half.head, entries.slice(at))).toEqual({ head });
        const erased = entries.map(({ text: _text, ...rest }) => rest);
        expect(verifyEntries(EMPTY_LOG, erased)).toEqual({ head });
      }),
    );
  });

  test('any flipped bit of an entry is found at its seq', () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 6 }), (entries, which, where, bit) => {
        const at = which % entries.length;
        const bytes = Buffer.from(JSON.stringify(entries[at]));
        const position = where % bytes.length;
        bytes[position] = (bytes[position] ?? 0) ^ (1 << bit);
        const changed = parsed(bytes.toString('utf8'));
        // Another spelling of the same JSON is the same entry; what no longer parses cannot be stored.
        fc.pre(changed !== undefined && canonicalize(changed) !== canonicalize(entries[at]));
        const withFlip = entries.map((entry, index) => (index === at ? (changed as LogEntry) : entry));
        // A field that is renamed away from `text` is an unknown field in the hashed part.
        expect(verifyEntries(EMPTY_LOG, withFlip)).toEqual({ brokenAt: at + 1 });
      }),
      { numRuns: 1_000 },
    );
  });

  test('a removed or moved entry is found', () => {
    fc.assert(
      fc.property(log, fc.nat(), (entries, which) => {
        fc.pre(entries.length > 2);
        const at = which % (entries.length - 1);
        expect(verifyEntries(EMPTY_LOG, entries.toSpliced(at, 1))).toEqual({ brokenAt: at + 1 });
        const moved = entries.toSpliced(at, 2, entries[at + 1]!, entries[at]!);
        expect(verifyEntries(EMPTY_LOG, moved)).toEqual({ brokenAt: at + 1 });
      }),
    );
  });
});

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
