// What a process is told, read from the files that start it in production.

const SERVICE_CONTAINER = 'app';

export function environmentOf(objects, workload, { secrets = {}, pod = `${workload}-0` } = {}) {
  const found = objects.find(
    ({ kind, metadata }) => /^(Deployment|StatefulSet|Job)$/.test(kind) && metadata.name === workload,
  );
  if (found === undefined) throw new Error(`the manifests have no workload ${workload}`);
  const container = found.spec.template.spec.containers.find(({ name }) => name === SERVICE_CONTAINER);
  const fromMaps = (container.envFrom ?? []).map(({ configMapRef }) => {
    if (configMapRef === undefined) throw new Error(`${workload}: only ConfigMaps may be read whole`);
    const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMapRef.name);
    if (map === undefined) throw new Error(`${workload}: the manifests have no ConfigMap ${configMapRef.name}`);
    return map.data;
  });
  const own = (container.env ?? []).map((entry) => [entry.name, valueOf(entry, { secrets, pod, workload })]);
  return {
    image: container.image,
    args: container.args ?? [],
    env: { ...Object.assign({}, ...fromMaps), ...Object.fromEntries(own) },
  };
}

function valueOf({ name, value, valueFrom }, { secrets, pod, workload }) {
  if (value !== undefined) return value;
  if (valueFrom?.fieldRef?.fieldPath === 'metadata.name') return pod;
  const key = valueFrom?.secretKeyRef?.key;
  if (key === undefined) throw new Error(`${workload}: nobody knows the value of ${name}`);
  if (secrets[key] === undefined) throw new Error(`${workload}: ${name} comes from a Secret; say secrets.${key}`);
  return secrets[key];
}

export function environmentOfCompose(compose, service) {
  const found = compose.services[service];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${service}`);
  return {
    image: found.image,
    args: found.command ?? [],
    env: Object.fromEntries(Object.entries(found.environment ?? {}).map(([name, value]) => [name, String(value)])),
  };
}
