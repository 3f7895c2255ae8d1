export interface ToldEnvironment {
  /** `evenground-<app>:<tag>`: the app whose entry point is started. */
  readonly image: string;
  /** After the entry point, such as `--prepare`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * What the manifests tell the process of a workload: the same names and values as in the pod.
 *
 * @param objects  of `render('k8s/overlays/small')` in read-manifests.mjs
 * @param workload ingestion, diagnostics, interventions, feedback, reporting or prepare
 * @param options  `secrets`: by the key in the Secret (`MONGO_URL`, `KAFKA_SASL_USERNAME`); `pod`: its name
 * @throws Error naming the workload, ConfigMap or secret value that is missing
 */
export function environmentOf(
  objects: readonly unknown[],
  workload: string,
  options?: { readonly secrets?: Readonly<Record<string, string>>; readonly pod?: string },
): ToldEnvironment;

/** The same of docker-compose.yml; `compose` is what `readCompose()` answers, variables of the shell not put in. */
export function environmentOfCompose(compose: unknown, service: string): ToldEnvironment;
