// Our own rules for the manifests. Each answers what breaks it, as sentences; `mutants.mjs` breaks each on purpose.
import { environmentOf } from './environment-of.mjs';
import { podOf } from './read-manifests.mjs';

// What the Secrets would hold; the settings check the form only.
const SECRETS = { MONGO_URL: 'mongodb://mongo/?replicaSet=rs0', KAFKA_SASL_USERNAME: 'evenground' };

/** @param knows `{settingNames, loadSettings, topics, groups}` of the product */
export function rulesOf(knows) {
  return {
    'runs as somebody without rights': eachPod(({ securityContext: own = {} }, says) => {
      if (own.runAsNonRoot !== true || !(own.runAsUser > 0)) says('runAsNonRoot with a runAsUser other than 0');
      if (own.seccompProfile?.type !== 'RuntimeDefault') says('seccompProfile RuntimeDefault');
    }),
    'no token of the cluster': eachPod((pod, says) => {
      if (pod.automountServiceAccountToken !== false) says('automountServiceAccountToken: false');
    }),
    'nothing of the host': eachPod((pod, says) => {
      if (pod.hostNetwork || pod.hostPID || pod.hostIPC) says('no hostNetwork, hostPID, hostIPC');
      if ((pod.volumes ?? []).some(({ hostPath }) => hostPath !== undefined)) says('no hostPath');
    }),
    'containers cannot gain rights': eachContainer(({ securityContext: own = {} }, says) => {
      if (own.allowPrivilegeEscalation !== false || own.privileged === true) says('allowPrivilegeEscalation: false');
      if (!own.capabilities?.drop?.includes('ALL') || own.capabilities.add !== undefined)
        says('capabilities drop ALL, none added');
      if (own.runAsUser === 0 || own.runAsNonRoot === false) says('no root of its own');
    }),
    'read-only root': eachContainer(({ securityContext: own = {} }, says) => {
      if (own.readOnlyRootFilesystem !== true) says('readOnlyRootFilesystem: true');
    }),
    'requests and limits': eachContainer(({ resources: { requests = {}, limits = {} } = {} }, says) => {
      for (const what of ['cpu', 'memory'])
        if (requests[what] === undefined || limits[what] === undefined) says(`${what} under requests and limits`);
    }),
    'a pinned image': eachContainer(({ image }, says) => {
      if (!isPinned(image)) says(`a tag that is not latest, or a digest (${image})`);
    }),
    'three probes': eachServing(({ containers }, says) => {
      for (const { name, ...container } of containers)
        for (const [probe, path] of [
          ['startupProbe', '/health/live'],
          ['livenessProbe', '/health/live'],
          ['readinessProbe', '/health/ready'],
        ])
          if (container[probe]?.httpGet?.path !== path) says(`${name}: ${probe} on ${path}`);
    }),
    'time to drain': eachServing((pod, says) => {
      if (!(pod.terminationGracePeriodSeconds >= 30)) says('terminationGracePeriodSeconds of 30 or more');
    }),
    'spread over nodes': eachServing((pod, says) => {
      if (!pod.topologySpreadConstraints?.some(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname'))
        says('topologySpreadConstraints by host name');
    }),
    'a disruption budget': (objects) =>
      serving(objects).flatMap((workload) => {
        const budgets = objects.filter(
          ({ kind, spec }) => kind === 'PodDisruptionBudget' && selects(spec.selector, workload),
        );
        return budgets.length === 1
          ? []
          : [`${nameOf(workload)}: one PodDisruptionBudget that selects it, not ${budgets.length}`];
      }),
    'traffic is denied unless allowed': (objects) => {
      const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
      const deniesAll = policies.some(
        ({ spec }) =>
          isEmpty(spec.podSelector) &&
          ['Ingress', 'Egress'].every((type) => spec.policyTypes?.includes(type)) &&
          spec.ingress === undefined &&
          spec.egress === undefined,
      );
      const open = policies.filter(({ spec }) =>
        [...(spec.ingress ?? []), ...(spec.egress ?? [])].some(
          (rule) => rule.ports === undefined || (rule.from ?? rule.to) === undefined,
        ),
      );
      return [
        ...(deniesAll ? [] : ['a NetworkPolicy that denies all traffic, in and out, of every pod']),
        ...open.map((policy) => `${nameOf(policy)}: each rule names peers and ports`),
      ];
    },
    'each workload is selected by a network policy of its own': (objects) =>
      objects.filter(podOf).flatMap((workload) => {
        const selected = objects.some(
          ({ kind, spec }) =>
            kind === 'NetworkPolicy' && !isEmpty(spec.podSelector) && selects(spec.podSelector, workload),
        );
        return selected ? [] : [`${nameOf(workload)}: a NetworkPolicy that says what it may reach`];
      }),
    'settings that exist and fit together': (objects) =>
      objects.filter(podOf).flatMap((workload) => {
        let env;
        try {
          ({ env } = environmentOf(objects, workload.metadata.name, { secrets: SECRETS }));
          knows.loadSettings(env);
        } catch (error) {
          return [`${nameOf(workload)}: ${error.message}`];
        }
        return Object.keys(env)
          .filter((name) => !knows.settingNames.has(name))
          .map((name) => `${nameOf(workload)}: ${name} is not a setting`);
      }),
    'no secret in the open': (objects) => [
      ...objects
        .filter(({ kind }) => kind === 'Secret')
        .map((secret) => `${nameOf(secret)}: Secrets are made outside of the repository`),
      ...eachContainer(({ env = [] }, says) => {
        for (const { name, value } of env)
          if (value !== undefined && /(_TOKEN|MONGO_URL|PASSWORD)$/.test(name)) says(`${name} from a Secret`);
      })(objects),
    ],
    'each service has one way in': (objects) =>
      serving(objects).flatMap((workload) => {
        const { name } = workload.metadata;
        const paths = objects
          .filter(({ kind }) => kind === 'Ingress')
          .flatMap(({ spec }) => spec.rules.flatMap(({ http }) => http.paths));
        const to = paths.filter(({ backend }) => backend.service.name === name).map(({ path }) => path);
        const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
        return [
          ...(to.length === 1 && to[0] === `/api/${name}/`
            ? []
            : [`${nameOf(workload)}: the path /api/${name}/ of the Ingress, not ${to.join(', ') || 'none'}`]),
          ...(service !== undefined && selects({ matchLabels: service.spec.selector }, workload)
            ? []
            : [`${nameOf(workload)}: a Service that selects it`]),
        ];
      }),
    'one autoscaler or a fixed count': (objects) =>
      serving(objects).flatMap((workload) => {
        const scalers = objects.filter(
          ({ kind, spec }) =>
            ['HorizontalPodAutoscaler', 'ScaledObject'].includes(kind) &&
            spec.scaleTargetRef.name === workload.metadata.name,
        );
        const ways = scalers.length + (workload.spec.replicas === undefined ? 0 : 1);
        return ways === 1 ? [] : [`${nameOf(workload)}: replicas or one autoscaler, not ${ways} of them`];
      }),
    'scaling follows topics and groups that exist': (objects) =>
      objects
        .filter(({ kind }) => kind === 'ScaledObject')
        .flatMap(({ metadata, spec }) =>
          spec.triggers
            .filter(({ type }) => type === 'kafka')
            .flatMap(({ metadata: { topic, consumerGroup } }) => [
              ...(knows.topics.has(topic) ? [] : [`ScaledObject ${metadata.name}: there is no topic ${topic}`]),
              ...(knows.groups.has(consumerGroup)
                ? []
                : [`ScaledObject ${metadata.name}: there is no group ${consumerGroup}`]),
              ...(spec.maxReplicaCount <= (knows.topics.get(topic) ?? Infinity)
                ? []
                : [`ScaledObject ${metadata.name}: more copies than ${topic} has partitions`]),
            ]),
        ),
  };
}

/** The same for docker-compose.yml, whose Kafka and MongoDB images keep their own root. */
export function composeRulesOf(knows, environmentOfCompose, images) {
  const ours = (compose) => Object.entries(compose.services).filter(([, { profiles }]) => profiles?.includes('app'));
  const all = (compose) => Object.entries(compose.services);
  const each = (of, check) => (compose) =>
    of(compose).flatMap(([name, service]) => check(service, name).map((says) => `${name}: ${says}`));
  return {
    'no rights to gain': each(all, ({ security_opt: own = [], cap_drop: dropped = [], cap_add: added, privileged }) => [
      ...(own.includes('no-new-privileges:true') ? [] : ['security_opt no-new-privileges:true']),
      ...(dropped.includes('ALL') && added === undefined && privileged !== true ? [] : ['cap_drop ALL, nothing added']),
    ]),
    'read-only root and limits': each(ours, (own) => [
      ...(own.read_only === true ? [] : ['read_only: true']),
      ...(own.mem_limit !== undefined && own.pids_limit !== undefined ? [] : ['mem_limit and pids_limit']),
    ]),
    'health is watched': each(all, ({ healthcheck }, name) =>
      healthcheck !== undefined && (name === 'prepare' || healthcheck.disable !== true) ? [] : ['a healthcheck'],
    ),
    'pinned images': each(all, ({ image }) => (isPinned(image) ? [] : [`a tag that is not latest (${image})`])),
    'ports on loopback only': each(all, ({ ports = [] }) =>
      ports.filter((port) => !String(port).startsWith('127.0.0.1:')).map((port) => `${port} on 127.0.0.1`),
    ),
    'settings that exist and fit together': (compose) =>
      ours(compose)
        .filter(([name]) => name !== 'proxy')
        .flatMap(([name]) => {
          const { env } = environmentOfCompose(compose, name);
          const given = {
            ...env,
            EVENGROUND_OIDC_ISSUER: 'https://sign-in.example.org',
            EVENGROUND_OIDC_AUDIENCE: 'evenground',
          };
          try {
            knows.loadSettings(given);
          } catch (error) {
            return [`${name}: ${error.message}`];
          }
          return Object.keys(given)
            .filter((setting) => !knows.settingNames.has(setting))
            .map((setting) => `${name}: ${setting} is not a setting`);
        }),
    'one version of Kafka and MongoDB': ({ services }) =>
      services.kafka.image === images.KAFKA_IMAGE && services.mongo.image === images.MONGO_IMAGE
        ? []
        : ['kafka and mongo: the images of tools/cluster/images.mjs'],
  };
}

function serving(objects) {
  return objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
}

function eachPod(check, of = (objects) => objects.filter(podOf)) {
  return (objects) =>
    of(objects).flatMap((workload) => {
      const found = [];
      check(podOf(workload), (says) => found.push(`${nameOf(workload)}: ${says}`));
      return found;
    });
}

function eachServing(check) {
  return eachPod(check, serving);
}

function eachContainer(check) {
  return eachPod((pod, says) => {
    for (const container of [...(pod.initContainers ?? []), ...pod.containers])
      check(container, (what) => says(`${container.name}: ${what}`));
  });
}

function selects(selector, workload) {
  const { labels = {} } = workload.spec.template.metadata;
  return Object.entries(selector.matchLabels ?? {}).every(([name, value]) => labels[name] === value);
}

function isEmpty(selector) {
  return Object.keys(selector ?? {}).length === 0;
}

function isPinned(image) {
  return /@sha256:[0-9a-f]{64}$/.test(image) || /:(?!latest$)[\w.-]*\d[\w.-]*$/.test(image);
}

function nameOf({ kind, metadata }) {
  return `${kind} ${metadata.name}`;
}
