import { kafkaMongoBackend, killSuite } from '@evenground/testing';
import { MONGO_CRASH_POINTS, type CrashPoint } from './crash-points.js';

// The children run the built packages: `npx tsc -b` first.
const named = (...prefixes: readonly string[]): readonly CrashPoint[] =>
  MONGO_CRASH_POINTS.filter((point) => prefixes.some((prefix) => point.startsWith(prefix)));

killSuite('Kafka and MongoDB', kafkaMongoBackend, {
  rounds: 5,
  steps: 40, // an append takes the rows of several commits
  points: { commit: named('commit/', 'relay/') },
});
