import reactHooks from 'eslint-plugin-react-hooks';

/**
 * Who may import whom, as lint rules. Each row has a fixture in `fixtures/` that breaks it, and `prove.mjs` expects
 * lint to fail there: a wall that does not bite is no wall.
 */
const SERVICES = ['ingestion', 'diagnostics', 'interventions', 'feedback', 'reporting'];

export const constraints = [
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:service', 'type:port', 'type:composition', 'type:contracts'],
  },
  { sourceTag: 'type:composition', onlyDependOnLibsWithTags: ['type:adapter', 'type:port', 'type:contracts'] },
  {
    sourceTag: 'type:service',
    onlyDependOnLibsWithTags: [
      'type:service',
      'type:port',
      'type:contracts',
      'type:statistics',
      'type:cube',
      'type:disclosure',
    ],
  },
  ...SERVICES.map((service) => ({
    sourceTag: `scope:${service}`,
    onlyDependOnLibsWithTags: [
      `scope:${service}`,
      'type:port',
      'type:contracts',
      'type:statistics',
      'type:cube',
      'type:disclosure',
    ],
  })),
  // The pages know the public interface alone: its types are generated into them, and nothing of ours runs in a browser.
  { sourceTag: 'type:web', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:port', onlyDependOnLibsWithTags: ['type:contracts', 'type:port'] },
  { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: ['type:contracts', 'type:port'] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:statistics', onlyDependOnLibsWithTags: ['type:statistics'] },
  { sourceTag: 'type:cube', onlyDependOnLibsWithTags: ['type:contracts', 'type:statistics'] },
  { sourceTag: 'type:disclosure', onlyDependOnLibsWithTags: ['type:contracts', 'type:statistics', 'type:cube'] },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: [
      'type:service',
      'type:port',
      'type:adapter',
      'type:composition',
      'type:contracts',
      'type:statistics',
      'type:cube',
      'type:disclosure',
      'type:testing',
    ],
  },
];

/** Packages that one place alone may import. */
const VENDORS = {
  libsql: 'libs/platform/embedded',
  kafkajs: 'libs/platform/event-log-kafka',
  mongoose: 'libs/platform/document-store-mongo',
};

const vendorPaths = (allowed) =>
  Object.entries(VENDORS)
    .filter(([, home]) => home !== allowed)
    .map(([name, home]) => ({ name, message: `only ${home} imports ${name}` }));

const boundaries = (extra = {}) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      depConstraints: constraints,
      // The oracle and the attack lie outside of every project, since they must share nothing with them; the cluster of
      // the fault tests and what the manifests say are tools that the tests use.
      allow: ['/tools/(?:oracle|cluster|deployment|disclosure-attack)/[a-z-]+[.]mjs$'],
      enforceBuildableLibDependency: false,
      // The suites' fixture opens the adapter, and the adapter's specs run the suites; at run time there is no cycle.
      ignoredCircularDependencies: [
        ['@evenground/embedded', '@evenground/testing'],
        ['@evenground/event-log-kafka', '@evenground/testing'],
        ['@evenground/document-store-mongo', '@evenground/testing'],
      ],
      ...extra,
    },
  ],
});

/** What the journeys in a browser are made of; it runs in Node. */
const JOURNEYS = 'apps/web/src/journeys/**';
const specs = ['**/*.spec.ts', '**/*.suite.ts'];

const shape = [
  { selector: 'ExportAllDeclaration', message: 'exports are named' },
  { selector: 'ExportDefaultDeclaration', message: 'exports are named' },
  { selector: 'TSEnumDeclaration', message: 'a union of strings does' },
];

const impure = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'time comes in through Clock',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'time comes in through Clock' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'randomness comes in through Random',
  },
  { selector: "CallExpression[callee.name='randomUUID']", message: 'randomness comes in through Random' },
  ...shape,
];

const nothingToRunOn = [
  '@nestjs/*',
  'kafkajs',
  'mongoose',
  'libsql',
  'node:fs',
  'node:fs/*',
  'node:net',
  'node:http',
  'node:child_process',
];
const platform = [
  ...['event-log', 'document-store', 'http', 'auth', 'telemetry', 'config', 'host'],
  ...['embedded', 'event-log-kafka', 'document-store-mongo', 'composition', 'testing'],
].map((name) => `@evenground/${name}`);

const restricted = (paths, patterns) => ({ 'no-restricted-imports': ['error', { paths, patterns }] });

export const walls = [
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts', 'apps/web/**/*.tsx'],
    rules: { ...boundaries(), 'no-restricted-syntax': ['error', ...impure], ...restricted(vendorPaths(), []) },
  },
  ...Object.values(VENDORS).map((home) => ({ files: [`${home}/**/*.ts`], rules: restricted(vendorPaths(home), []) })),
  {
    files: [
      'libs/*/src/domain/**/*.ts',
      'libs/statistics/src/**/*.ts',
      'libs/cube/src/**/*.ts',
      'libs/disclosure/src/**/*.ts',
      'libs/contracts/src/**/*.ts',
    ],
    ignores: specs,
    rules: restricted(vendorPaths(), [
      {
        group: [...nothingToRunOn, ...platform],
        message: 'a domain knows only contracts, statistics, cube and its own folder',
      },
    ]),
  },
  {
    files: ['libs/*/src/domain/**/*.ts'],
    ignores: specs,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...impure,
        { selector: 'AwaitExpression', message: 'a domain waits for nothing' },
      ],
    },
  },
  {
    // Specs may use the testing lib and adapters; the wall between production packages stays.
    files: specs,
    rules: {
      ...boundaries({
        depConstraints: [{ sourceTag: '*', onlyDependOnLibsWithTags: ['*'] }],
        enforceBuildableLibDependency: false,
        banTransitiveDependencies: false,
        checkNestedExternalImports: false,
        allowCircularSelfDependency: true,
      }),
      'no-restricted-syntax': 'off',
      'no-restricted-imports': 'off',
    },
  },
  {
    // A page has the clock of the browser it is in; nothing of Node is there.
    files: ['apps/web/**/*.ts', 'apps/web/**/*.tsx'],
    ignores: [...specs, JOURNEYS, 'apps/web/vite.config.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'no-restricted-syntax': ['error', ...shape],
      ...restricted(vendorPaths(), [{ group: ['node:*'], message: 'a page runs in a browser' }]),
    },
  },
  {
    files: ['libs/testing/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['libs/platform/config/src/runtime.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['libs/platform/config/**', 'libs/testing/**', 'apps/web/vite.config.ts', JOURNEYS, ...specs],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'only libs/platform/config reads the environment' },
      ],
    },
  },
];
