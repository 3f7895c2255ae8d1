export { FROZEN, HitRecorder, InjectedFault, freezeAt, killAt, throwAt } from './faults/fault-injectors.js';
export type { Injector } from './faults/fault-injectors.js';
export { runChild } from './faults/child-run.js';
export type { ChildRun } from './faults/child-run.js';
export { until } from './suites/until.js';
export { eventLogSuite } from './suites/event-log.suite.js';
export { damagedLogSuite, retentionSuite } from './suites/event-log-reading.suite.js';
export { collect } from './suites/collect-events.js';
export {
  RECORDS,
  REFERENCE,
  TOUCHED,
  count,
  firstOccurrences,
  names,
  perStream,
  replayed,
  run,
  sequenced,
} from './suites/sequenced-events.js';
export { documentStoreSuite } from './suites/document-store.suite.js';
export { killSuite } from './suites/kill.suite.js';
export { wholeSteps } from './suites/kill-programs.js';
export type { KillSuiteOptions } from './suites/kill.suite.js';
export { withBackend, withPlatform } from './suites/platform-under-test.js';
export type { Backend, BackendFactory, ChildProgram, OpenPlatform } from './suites/platform-under-test.js';
export { SAMPLE_SERVICES, carry, keepSuite, linesIn } from './suites/keep.suite.js';
export type { KeepPlace, KeepSuiteOptions } from './suites/keep.suite.js';
export { mongoPlace } from './faults/mongo-place.js';
export { embeddedPlace } from './faults/embedded-place.js';
export { embeddedBackend } from './faults/embedded-backend.js';
export type { VolumeReport } from './faults/mongo-volume-child.js';
export { SOON, kafkaMongoBackend, mongoBackend, openMongoPlatform } from './faults/mongo-backend.js';
export type { MongoBackend, MongoPlatform } from './faults/mongo-backend.js';
export type { EmbeddedBackend } from './faults/embedded-backend.js';
export { SUITE_TOPICS, kafkaBackend, kafkaBrokers, kafkaPlace } from './faults/kafka-backend.js';
export type { KafkaBackend, KafkaPlace } from './faults/kafka-backend.js';
export { APPLYING, appliedIn, applying, catalogued, openApplied } from './faults/applied-events.js';
export { embeddedRound, expectWholeRound } from './faults/embedded-round.js';
export { ApiClient } from './deployment/api-client.js';
export type { Answer, CallOptions, Person, UploadStatus } from './deployment/api-client.js';
export { LOCAL_TOKEN, embeddedDeployment } from './deployment/embedded-process.js';
export type { ClusterDeployment } from './deployment/cluster-deployment.js';
export { allInOneClusterDeployment, clusterDeployment } from './deployment/cluster-deployment.js';
export { freePort } from './deployment/product-process.js';
export { TestIssuer } from './deployment/test-issuer.js';
export type { Deployment, RunningDeployment, RunningProcess, StartOptions } from './deployment/deployment.js';
export { Actor, csvOf, expectStatus } from './scenario/actor.js';
export { differences, verdictOf } from './scenario/compare-answers.js';
export type { Difference, Verdict } from './scenario/compare-answers.js';
export { rawRequest } from './deployment/raw-request.js';
export type { RawRequest } from './deployment/raw-request.js';
export { cutUploads } from './scenario/cut-uploads.js';
export type { CutRun } from './scenario/cut-uploads.js';
export { killRounds } from './scenario/kill-rounds.js';
export type { KillRun } from './scenario/kill-rounds.js';
export { parityOf } from './scenario/parity.js';
export type { Parity } from './scenario/parity.js';
export { faultRounds } from './scenario/fault-rounds.js';
export type { Fault, FaultRound, FaultRoundsOptions, Ground, Mend } from './scenario/fault-rounds.js';
export { EACH_SERVICE_KILLED, clusterFaults, quickFaults } from './faults/cluster-faults.js';
export { moveSuite } from './scenario/moves.suite.js';
export { scenarioSuite } from './scenario/scenario.suite.js';
export { armProcess, armedDeployment, deathsIn } from './deployment/armed-process.js';
export type { Arming, Death, Swallowing } from './deployment/armed-process.js';
export { leaderKills, sendAllAtOnce } from './faults/leader-kills.js';
export type { KillableBroker, LeaderKillOptions, LeaderKillRound, LeaderKillRun } from './faults/leader-kills.js';
export { PRIMARY_HARMS, primaryKills } from './faults/primary-kills.js';
export type { PrimaryHarm, PrimaryKillOptions, PrimaryKillRound, PrimaryKillRun } from './faults/primary-kills.js';
export { crashRounds } from './faults/crash-rounds.js';
export type { CrashRound } from './faults/crash-rounds.js';
