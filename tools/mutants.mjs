// Proves the oracle: breaks the product on purpose, one way at a time, in a copy, and expects the scenario or the kill
// rounds to notice. npm run mutants [-- <name> …]
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `from` must stand in the built file exactly once. `judge`: which suite has to notice. */
const MUTANTS = [
  {
    name: 'a retraction is dropped',
    file: 'libs/diagnostics/dist/measure-students/pack.js',
    from: /if \(replacing\.length === 0\)\s+byStudent\.delete\(student\);/,
    to: 'if (replacing.length === 0) void 0;',
    judge: 'scenario',
  },
  {
    name: 'the handled mark is committed before the documents',
    file: 'libs/platform/embedded/dist/embedded-document-store.js',
    from: /const published = db\.transaction\(\(\) => \{/,
    to: `db.transaction(() => { for (const mark of prepared.handled) this.#mark(mark); });
        if (prepared.handled.length > 0) for (const until = performance.now() + 20; performance.now() < until; ) void 0;
        prepared.handled = [];
        const published = db.transaction(() => {`,
    judge: 'kill-rounds',
  },
  {
    name: 'an event is published without its documents being kept',
    file: 'libs/platform/embedded/dist/embedded-document-store.js',
    from: /prepared\.writes\.forEach\(\(write, at\) => \{/,
    to: 'prepared.writes.slice(0, Math.max(1, prepared.writes.length - 1)).forEach((write, at) => {',
    judge: 'scenario',
  },
  {
    name: 'a row of an older upload overrules a newer one',
    file: 'libs/ingestion/dist/domain/current-records.js',
    from: /if \(order < 0\)\s+return \{ verdict: 'stale' \};/,
    to: '',
    judge: 'scenario',
  },
  {
    name: 'a replace leaves no floor',
    file: 'libs/ingestion/dist/domain/current-records.js',
    from: /return floor !== undefined && incoming\.order\.uploadSequence < floor;/,
    to: 'return false;',
    judge: 'scenario',
  },
  {
    name: 'a correction keeps the old content',
    file: 'libs/ingestion/dist/domain/current-records.js',
    from: /content: incoming\.content,/,
    to: 'content: current?.isLive ? current.content : incoming.content,',
    judge: 'scenario',
  },
  {
    name: 'a replace withdraws nothing',
    file: 'libs/ingestion/dist/domain/current-records.js',
    from: /return \(current\.isLive &&\s+current\.source === replace\.source/,
    to: 'return (false && current.source === replace.source',
    judge: 'scenario',
  },
  {
    name: 'an erased student stays in the measures',
    file: 'libs/diagnostics/dist/measure-students/change-packs.js',
    from: /const after = erased \? NOTHING_KNOWN : /,
    to: 'const after = erased ? former : ',
    judge: 'scenario',
  },
  {
    name: 'values are rounded half up',
    file: 'libs/cube/dist/scaled-value.js',
    from: /\? whole % 2n === 1n : true/,
    to: '? true : true',
    judge: 'scenario',
  },
  {
    name: 'changed reference data is not passed over the packs',
    file: 'libs/diagnostics/dist/keep-reference/keep-reference.js',
    from: /this\.passes\.start\(district\);/,
    to: '',
    judge: 'scenario',
  },
];

const JUDGES = {
  scenario: [
    ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--runInBand', '--bail'],
    ...['--testTimeout=60000', 'apps/evenground/src/scenario.e2e.spec.ts'],
  ],
  'kill-rounds': ['tools/kill-rounds.mjs', '10', '20261124'],
};
const asked = process.argv.slice(2);
const chosen = MUTANTS.filter((mutant) => asked.length === 0 || asked.includes(mutant.name));
const copy = copyOfTheProduct();
let escaped = 0;
try {
  // Without a mutation each judge must pass in the copy, or "noticed" would mean nothing.
  for (const suite of new Set(chosen.map((mutant) => mutant.judge))) {
    const { noticed, why } = judge(suite);
    if (noticed) throw new Error(`${suite} fails without any mutation: ${why}`);
  }
  for (const mutant of chosen) {
    const path = join(copy, mutant.file);
    const text = readFileSync(path, 'utf8');
    const places = text.match(new RegExp(mutant.from, 'g'))?.length ?? 0;
    if (places !== 1)
      throw new Error(`${mutant.name}: its place stands ${places} times in ${mutant.file}; mend the mutant`);
    writeFileSync(
      path,
      text.replace(mutant.from, () => mutant.to),
    );
    const started = Date.now();
    const { noticed, why } = judge(mutant.judge);
    writeFileSync(path, text);
    if (!noticed) escaped += 1;
    console.log(
      `${noticed ? 'caught ' : 'ESCAPED'}  ${mutant.name}  (${mutant.judge}, ${((Date.now() - started) / 1000).toFixed(0)} s${noticed ? `: ${why}` : ''})`,
    );
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${chosen.length - escaped} of ${chosen.length} mutants caught`);
process.exit(escaped === 0 && chosen.length > 0 ? 0 : 1);

/** The suites judge what is answered, never how fast: a busy machine must not look like a mutant that was caught. */
function judge(suite) {
  const run = spawnSync(process.execPath, JUDGES[suite], {
    cwd: copy,
    env: { ...process.env, TEST_KIND: 'e2e' },
    encoding: 'utf8',
    timeout: 900_000,
  });
  const noticedBy = /● (.+)$/m.exec(run.stderr)?.[1] ?? `${suite}, which ended with ${run.status ?? run.signal}`;
  const kind = /"kind": ?"(\w+)"/.exec(run.stderr)?.[1];
  return { noticed: run.status !== 0, why: kind ? `${kind} in “${noticedBy}”` : noticedBy };
}

/** The built tree beside linked packages, so that what runs here is never what somebody else runs. */
function copyOfTheProduct() {
  const target = mkdtempSync(join(tmpdir(), 'evenground-mutants-'));
  for (const name of [
    'apps',
    'libs',
    'tools',
    'package.json',
    'jest.config.mjs',
    'jest.preset.mjs',
    'tsconfig.base.json',
  ])
    cpSync(join(root, name), join(target, name), { recursive: true, filter: (path) => !path.includes('node_modules') });
  mkdirSync(join(target, 'node_modules/@evenground'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@evenground') symlinkSync(join(root, 'node_modules', name), join(target, 'node_modules', name));
  for (const folder of ['apps', 'libs', 'libs/platform'])
    for (const name of readdirSync(join(target, folder))) {
      const manifest = join(target, folder, name, 'package.json');
      if (existsSync(manifest))
        symlinkSync(
          join(target, folder, name),
          join(target, 'node_modules', JSON.parse(readFileSync(manifest, 'utf8')).name),
        );
    }
  return target;
}
