// The manifests as they would be applied.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import yaml from 'yaml';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const OVERLAYS = ['small', 'large-district'];
export const WORKLOADS = ['Deployment', 'StatefulSet', 'Job'];

/** The command that renders, or undefined when this machine has none. */
export function kustomizeCommand() {
  const commands = [
    ['kubectl', ['kustomize'], ['version', '--client']],
    ['kustomize', ['build'], ['version']],
  ];
  return commands.find(([program, , probe]) => spawnSync(program, probe).status === 0);
}

/** @param folder relative to the top level, such as k8s/overlays/small */
export function render(folder) {
  const [program, args] = kustomizeCommand();
  const done = spawnSync(program, [...args, join(root, folder)], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new Error(`${folder} cannot be rendered: ${done.stderr}`);
  return documentsOf(done.stdout);
}

export function documentsOf(text) {
  return yaml.parseAllDocuments(text, { merge: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJSON();
  });
}

export function readCompose() {
  return yaml.parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
}

export function podOf(object) {
  return WORKLOADS.includes(object.kind) ? object.spec.template.spec : undefined;
}
