import { FROZEN, kafkaMongoBackend, wholeSteps, type MongoBackend } from '@evenground/testing';

// The children run the built packages: `npx tsc -b` first.
const TAKEN_OVER = 25; // steps of the second owner while the first stands still

describe('MongoDB: an owner that stands still while another takes over, and wakes', () => {
  let backend: MongoBackend;
  beforeEach(async () => {
    backend = await kafkaMongoBackend();
  });
  afterEach(() => backend.dispose());

  it.each([
    ['before it wrote anything of a commit', 'commit/after-begin'],
    ['within a transaction, whose rows nobody else can write until the server ends it', 'commit/before-commit'],
    ['with committed events in its hands', 'relay/before-append'],
  ])(
    'is fenced: %s',
    async (_, point) => {
      const frozen = backend.child({ does: 'own', freezeAt: { point, hit: 3 } });
      while (!frozen.lines.includes(FROZEN)) await frozen.said(frozen.lines.length + 1);
      const acknowledged = frozen.lines.filter((line) => line !== FROZEN).length;

      const other = backend.child({ does: 'commit', steps: TAKEN_OVER });
      expect(await other.ended).toMatchObject({ code: 0, errors: '' });
      const [first, last] = [Number(other.lines[0]), Number(other.lines.at(-1))];
      expect(last).toBe(first + TAKEN_OVER - 1);

      frozen.kill('SIGCONT');
      expect(await frozen.ended).toMatchObject({ code: 0, errors: '' });
      // What it had committed before it stood still may be acknowledged only now; nothing that comes after the other one.
      const steps = frozen.lines.filter((line) => /^\d+$/.test(line)).map(Number);
      expect(Math.max(...steps)).toBeLessThan(first);
      expect(steps.length).toBeGreaterThanOrEqual(acknowledged);
      expect(frozen.lines.at(-1)).toBe('fenced');

      const platform = await backend.open();
      try {
        expect(await wholeSteps(platform, 'commit')).toBe(last);
        await platform.log.verify();
      } finally {
        await platform.close();
      }
    },
    60_000,
  );
});
