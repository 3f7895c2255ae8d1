/** One Jest set-up for every project: ESM, TypeScript by swc, sources (not builds) of our own packages. */
export function projectConfig(displayName) {
  return {
    displayName,
    testEnvironment: 'node',
    testEnvironmentOptions: { customExportConditions: ['@evenground/source', 'node', 'node-addons'] },
    testMatch: ['<rootDir>/src/**/*.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/', ...ignoredKinds()],
    extensionsToTreatAsEsm: ['.ts'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: {
      '^.+\\.ts$': [
        '@swc/jest',
        {
          jsc: {
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: false },
            target: 'es2022',
          },
          module: { type: 'es6' },
        },
      ],
    },
  };
}

/** `npx nx test` runs the unit specs; the longer kinds are targets of their own (`nx int`, `nx e2e`). */
function ignoredKinds() {
  switch (process.env.TEST_KIND ?? 'unit') {
    case 'unit':
      return ['\\.(int|e2e|cluster|faults|long|pages)\\.spec\\.ts$'];
    case 'int':
      return ['(?<!\\.int)\\.spec\\.ts$'];
    case 'e2e':
      return ['(?<!\\.e2e)\\.spec\\.ts$'];
    case 'cluster': // on real Kafka and MongoDB: KAFKA_BROKERS and MONGO_URL say where
      return ['(?<!\\.cluster)\\.spec\\.ts$'];
    case 'faults': // the same, where it is looked at the clock too: nothing runs beside it
      return ['(?<!\\.faults)\\.spec\\.ts$'];
    case 'long': // the same, for what takes long or needs a quiet machine: by command, not in CI
      return ['(?<!\\.long)\\.spec\\.ts$'];
    case 'pages': // in a real browser, against the built product
      return ['(?<!\\.pages)\\.spec\\.ts$'];
    case 'all':
      return [];
    default:
      throw new Error(
        `TEST_KIND must be unit, int, e2e, cluster, faults, long, pages or all, not ${process.env.TEST_KIND}`,
      );
  }
}
