import type { Backend, BackendFactory, ChildProgram } from './platform-under-test.js';
import { withBackend } from './platform-under-test.js';
import { wholeSteps } from './kill-programs.js';

export interface KillSuiteOptions {
  /** How often a child is killed at a random instant. */
  readonly rounds: number;
  /** The adapter's named instants inside a commit and inside an append: a child is killed at each. */
  readonly points: Readonly<Partial<Record<ChildProgram['does'], readonly string[]>>>;
  /** How many steps the child does that is killed at a point: enough to reach it three times. */
  readonly steps?: number;
}

/** Kill -9 loses nothing that was acknowledged and leaves nothing half done. Needs a backend that can start children. */
export function killSuite(name: string, factory: BackendFactory, options: KillSuiteOptions): void {
  const programs = (['commit', 'append'] as const).filter((does) => options.points[does] !== undefined);
  describe.each(programs)(`${name}: kill -9 during a %s`, (does) => {
    it(
      'at random instants loses nothing acknowledged and leaves nothing half',
      withBackend(factory, async (backend) => {
        for (let round = 1; round <= options.rounds; round += 1) {
          const child = start(backend, { does });
          // Spread over the steps without a source of randomness: the instant within a step is the kernel's choice.
          await child.said((round * 37) % 101);
          child.kill();
          await expectWhole(backend, does, child);
        }
      }),
      120_000,
    );

    it.each(
      (options.points[does] ?? []).flatMap(
        (point) =>
          [
            [point, 1],
            [point, 3],
          ] as const,
      ),
    )(
      'at %s, hit %i, leaves all of the step or nothing, and the next process goes on',
      (point, hit) =>
        withBackend(factory, async (backend) => {
          const killed = start(backend, { does, killAt: { point, hit }, steps: options.steps ?? 5 });
          const { signal, errors } = await killed.ended;
          expect({ signal, errors }).toEqual({ signal: 'SIGKILL', errors: '' });
          const before = await expectWhole(backend, does, killed);
          const next = start(backend, { does, steps: 2 });
          expect(await next.ended).toMatchObject({ code: 0, errors: '' });
          expect(await expectWhole(backend, does, next)).toBe(before + 2);
        })(),
      30_000,
    );
  });
}

type Child = ReturnType<NonNullable<Backend['child']>>;

function start(backend: Backend, program: ChildProgram): Child {
  if (backend.child === undefined) throw new Error('this backend cannot start children');
  return backend.child(program);
}

/** What was said is there, and at most one step more, whose acknowledgement was cut off. */
async function expectWhole(backend: Backend, does: ChildProgram['does'], child: Child): Promise<number> {
  const { errors } = await child.ended;
  expect(errors).toBe('');
  const platform = await backend.open();
  try {
    const whole = await wholeSteps(platform, does);
    if (child.lines.length > 0) {
      const acknowledged = Number(child.lines.at(-1));
      expect([acknowledged, acknowledged + 1]).toContain(whole);
    }
    await platform.log.verify();
    return whole;
  } finally {
    await platform.close();
  }
}
