// One change for each way to break a rule; the check fails when a rule lets its mutant pass.
import { podOf } from './read-manifests.mjs';

const named = (objects, kind, name) => objects.find((one) => one.kind === kind && one.metadata.name === name);
const pod = (objects, name = 'diagnostics') =>
  podOf(named(objects, name === 'ingestion' ? 'StatefulSet' : name === 'prepare' ? 'Job' : 'Deployment', name));
const app = (objects, name) => pod(objects, name).containers[0];
const settings = (objects) => objects.find(({ kind }) => kind === 'ConfigMap').data;
const without = (objects, kind, name) => objects.splice(objects.indexOf(named(objects, kind, name)), 1);
const policy = (objects, name) => named(objects, 'NetworkPolicy', name);

/** rule → ways to break it, on the manifests of k8s/overlays/large-district */
export const MUTANTS = {
  'runs as somebody without rights': [
    (all) => delete pod(all).securityContext.runAsNonRoot,
    (all) => (pod(all, 'prepare').securityContext.runAsUser = 0),
    (all) => delete pod(all, 'ingestion').securityContext.seccompProfile,
  ],
  'no token of the cluster': [(all) => delete pod(all).automountServiceAccountToken],
  'nothing of the host': [
    (all) => (pod(all).hostNetwork = true),
    (all) => pod(all).volumes.push({ name: 'host', hostPath: { path: '/' } }),
  ],
  'containers cannot gain rights': [
    (all) => delete app(all).securityContext.allowPrivilegeEscalation,
    (all) => (app(all).securityContext.capabilities.add = ['NET_ADMIN']),
    (all) => (pod(all).initContainers[0].securityContext.capabilities.drop = []),
    (all) => (app(all).securityContext.runAsUser = 0),
  ],
  'read-only root': [(all) => delete pod(all).initContainers[0].securityContext.readOnlyRootFilesystem],
  'requests and limits': [
    (all) => delete app(all).resources.limits.memory,
    (all) => delete pod(all).initContainers[0].resources,
  ],
  'a pinned image': [
    (all) => (app(all).image = 'evenground-diagnostics'),
    (all) => (app(all).image = 'evenground-diagnostics:latest'),
  ],
  'three probes': [
    (all) => delete app(all).startupProbe,
    (all) => (app(all).livenessProbe.httpGet.path = '/health/ready'),
  ],
  'time to drain': [(all) => (pod(all).terminationGracePeriodSeconds = 5)],
  'spread over nodes': [(all) => delete pod(all, 'ingestion').topologySpreadConstraints],
  'a disruption budget': [(all) => without(all, 'PodDisruptionBudget', 'reporting')],
  'traffic is denied unless allowed': [
    (all) => without(all, 'NetworkPolicy', 'default-deny'),
    (all) => (policy(all, 'default-deny').spec.policyTypes = ['Ingress']),
    (all) => policy(all, 'to-kafka-and-mongodb').spec.egress.push({}),
  ],
  'each workload is selected by a network policy of its own': [
    (all) => delete named(all, 'Job', 'prepare').spec.template.metadata.labels['app.kubernetes.io/part-of'],
  ],
  'settings that exist and fit together': [
    (all) => (settings(all).EVENGROUND_PROT = '8080'),
    (all) => (settings(all).KAFKA_BROKER = 'x:1'),
    (all) => delete settings(all).KAFKA_BROKERS,
    (all) => (settings(all).EVENGROUND_STORE = 'embedded'),
  ],
  'no secret in the open': [
    (all) => all.push({ kind: 'Secret', metadata: { name: 'x' } }),
    (all) => app(all).env.push({ name: 'MONGO_URL', value: 'mongodb://a' }),
  ],
  'each service has one way in': [
    (all) => without(all, 'Service', 'feedback'),
    (all) => named(all, 'Ingress', 'evenground').spec.rules[0].http.paths.pop(),
  ],
  'one autoscaler or a fixed count': [(all) => (named(all, 'Deployment', 'reporting').spec.replicas = 2)],
  'scaling follows topics and groups that exist': [
    (all) => (named(all, 'ScaledObject', 'feedback').spec.triggers[0].metadata.topic = 'feedback.report'),
    (all) => (named(all, 'ScaledObject', 'feedback').spec.triggers[0].metadata.consumerGroup = 'feedback'),
    (all) => (named(all, 'ScaledObject', 'feedback').spec.maxReplicaCount = 99),
  ],
};

export const COMPOSE_MUTANTS = {
  'no rights to gain': [
    ({ services }) => delete services.kafka.security_opt,
    ({ services }) => (services.proxy.cap_add = ['NET_ADMIN']),
  ],
  'read-only root and limits': [
    ({ services }) => delete services.ingestion.read_only,
    ({ services }) => delete services.proxy.mem_limit,
  ],
  'health is watched': [({ services }) => delete services.mongo.healthcheck],
  'pinned images': [({ services }) => (services.kafka.image = 'apache/kafka:latest')],
  'ports on loopback only': [({ services }) => (services.mongo.ports = ['27017:27017'])],
  'settings that exist and fit together': [
    ({ services }) => (services.feedback.environment.EVENGROUND_STOER = 'mongo'),
    ({ services }) => delete services.feedback.environment.MONGO_URL,
  ],
  'one version of Kafka and MongoDB': [({ services }) => (services.mongo.image = 'mongo:7.0.0')],
};
