/** The top level of the repository. */
export const root: string;
/** Whether this machine can render; undefined where neither kubectl nor kustomize is there. */
export function kustomizeCommand(): readonly unknown[] | undefined;
/** The objects of a folder such as `k8s/overlays/small`, as they would be applied. */
export function render(folder: string): readonly unknown[];
export function readCompose(): unknown;
