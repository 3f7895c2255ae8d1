import { type Principal, inDistrict, requireSchools } from '@evenground/auth';
import type { Reflection } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { problem } from '@evenground/http';
import { type ReflectionDocument, reflections } from '../reflection-documents.js';
import { seesEverything } from './shown-reflection.js';

/** A cycle with a reflection, and what the caller may see of it. */
export interface VisibleCycle {
  readonly document: ReflectionDocument & { readonly reflection: Reflection };
  readonly isUnsuppressed: boolean;
}

/**
 * The cycle of this id in a district of the caller.
 *
 * @throws HttpProblem 404 when there is none, 400 `district/missing` when several districts in scope have one
 * @throws AccessRefused 403 when it is about schools outside the caller's scope
 */
export async function visibleCycle(
  store: DocumentStore,
  principal: Principal,
  cycleId: string,
  district?: string,
): Promise<VisibleCycle> {
  const { items } = await store.find(reflections, 'by-cycle', { equals: [cycleId] }, { limit: 1_000 });
  const found = items
    .map(({ body }) => body)
    .filter(hasReflection)
    .filter((body) => inDistrict(principal, body.district) && (district === undefined || body.district === district));
  const [document, other] = found;
  if (document === undefined) throw problem(404, 'cycle/unknown', 'There is no such cycle with a reflection.');
  if (other !== undefined) {
    throw problem(400, 'district/missing', 'Several districts have a cycle of this id.', {
      field: 'district',
      wouldBeRight: 'the id of the district that is meant',
    });
  }
  requireSchools(principal, schoolsConcerned(document));
  return { document, isUnsuppressed: seesEverything(principal, document.scope) };
}

/** Whether the caller may read about the cycle at all; for lists, which leave out what is out of scope. */
export function isVisible(principal: Principal, document: ReflectionDocument): boolean {
  try {
    requireSchools(principal, schoolsConcerned(document));
    return true;
  } catch {
    return false; // requireSchools refuses and nothing else
  }
}

export function hasReflection(
  document: ReflectionDocument,
): document is ReflectionDocument & { readonly reflection: Reflection } {
  return document.reflection !== null;
}

function schoolsConcerned({ scope }: ReflectionDocument): readonly string[] | 'district' {
  return scope === null || scope.level === 'district' ? 'district' : scope.schoolIds;
}
