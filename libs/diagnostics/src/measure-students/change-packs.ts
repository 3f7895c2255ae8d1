import { setImmediate } from 'node:timers/promises';
import type { Contribution } from '@evenground/cube';
import { affectedScope, Scope } from '../domain/affected-scope.js';
import { contributions, yearOfContribution, type MeasuredFamily } from '../domain/contributions.js';
import { familyOfPart, partOf, recordNameOf, yearOfPart, type StudentRow } from '../domain/student-rows.js';
import { NOTHING_KNOWN, evolve, type PartRows, type StudentState } from '../domain/student-state.js';
import type { CurrentReference } from '../keep-reference/reference-store.js';
import type { Building, PackHeader } from './collections.js';
import { columnKey, columnNamed, type Pack, type PackWrites, type StudentChange } from './pack.js';
import type { PackPlace, PackRepository } from './pack-repository.js';

/** One row of a student, or the student's erasure. A row of a type that nothing is measured by has no `row`. */
export interface StudentStep {
  readonly student: string;
  readonly pack: string;
  /** What the event was caused by: a restatement's request, for what it says. */
  readonly causationId: string | undefined;
  readonly row?: StudentRow;
  readonly erased?: true;
}

export interface ChangedPack {
  readonly pack: string;
  readonly writes: PackWrites;
}

type Besides = NonNullable<PackHeader['besides']>;

/** A student whose rows have changed, and what of it is to be computed again. */
interface Evolved {
  readonly student: string;
  readonly before: StudentState;
  readonly after: StudentState;
  readonly scope: Scope;
}

interface EvolvedPack {
  readonly pack: Pack;
  readonly students: readonly Evolved[];
  readonly scope: Scope;
  /** What the header notes of rows beside a restatement, when there are any. */
  readonly besides: Besides | undefined;
}

/**
 * Evolves the students of a bucket and computes anew what their changes may have changed. One read for the rows, one for
 * what the computing needs; packs in which nothing changed write nothing.
 *
 * @param building the generation that a restatement is building: rows that come beside it are noted, because its end
 *   tells which keys it has said
 */
export async function changePacks(
  packs: PackRepository,
  place: PackPlace,
  steps: readonly StudentStep[],
  current: CurrentReference,
  building?: Building,
): Promise<ChangedPack[]> {
  const byPack = byPackOf(steps);
  const opened = await packs.open(place, [...byPack.keys()], current.header.version);
  const work = [...byPack].map(([name, ofPack]) => ({ pack: opened.get(name)!, steps: ofPack }));
  await packs.load(work.map(({ pack, steps: ofPack }) => ({ pack, parts: partsToEvolve(pack, ofPack) })));
  const evolved: EvolvedPack[] = [];
  for (const { pack, steps: ofPack } of work) {
    evolved.push(evolvePack(pack, ofPack, building));
    await setImmediate(); // so that requests are answered while a large batch is worked through
  }
  await packs.load(evolved.map(({ pack, scope }) => ({ pack, ...inScope(pack, scope) })));
  const changed: ChangedPack[] = [];
  for (const { pack, students, besides } of evolved) {
    const isNotedAnew = building !== undefined && JSON.stringify(besides) !== JSON.stringify(pack.header.besides);
    if (students.length === 0 && !isNotedAnew) continue;
    await setImmediate();
    const changes = recomputed(pack, students, current);
    await packs.load([{ pack, columns: changes.flatMap((change) => [...change.contributions.keys()]) }]);
    const header = {
      referenceVersion: pack.header.referenceVersion,
      ...(besides && { besides }),
    };
    changed.push({ pack: pack.header.pack, writes: pack.writesFor(changes, sourcesOf(pack, changes), header) });
  }
  return changed;
}

/** Computes the whole pack anew in a scope, rows unchanged, under the current reference data. */
export async function recomputePack(
  packs: PackRepository,
  pack: Pack,
  scope: Scope,
  current: CurrentReference,
): Promise<PackWrites> {
  const profileParts = Object.keys(pack.header.parts).filter(isProfilePart);
  const { parts, columns } = inScope(pack, scope);
  await packs.load([{ pack, parts: [...profileParts, ...parts], columns }]);
  const students = pack.students().map((student): Evolved => {
    const state = pack.stateOf(student);
    return { student, before: state, after: state, scope };
  });
  const changes = recomputed(pack, students, current);
  await packs.load([{ pack, columns: changes.flatMap((change) => [...change.contributions.keys()]) }]);
  return pack.writesFor(changes, sourcesOf(pack, changes), {
    referenceVersion: current.header.version,
    ...(pack.header.besides && { besides: pack.header.besides }),
  });
}

function byPackOf(steps: readonly StudentStep[]): Map<string, StudentStep[]> {
  const byPack = new Map<string, StudentStep[]>();
  for (const step of steps) {
    const known = byPack.get(step.pack);
    if (known) known.push(step);
    else byPack.set(step.pack, [step]);
  }
  return byPack;
}

function partsToEvolve(pack: Pack, steps: readonly StudentStep[]): string[] {
  const known = Object.keys(pack.header.parts);
  if (steps.some(({ erased }) => erased)) return known;
  const hasDiscipline = steps.some(({ row }) => row?.type === 'discipline');
  return [
    ...known.filter((part) => isProfilePart(part) || (hasDiscipline && familyOfPart(part) === 'discipline')),
    ...steps.flatMap(({ row }) => (row ? [partOf(row.type, row.content)] : [])),
  ];
}

function isProfilePart(part: string): boolean {
  return part.startsWith('students|') || part.startsWith('enrollments|');
}

function evolvePack(pack: Pack, steps: readonly StudentStep[], building: Building | undefined): EvolvedPack {
  const states = new Map<string, { before: StudentState; after: StudentState }>();
  const besides: Record<string, boolean> = building ? { ...pack.header.besides } : {};
  for (const { student, row, erased, causationId } of steps) {
    const known = states.get(student);
    const before = known?.before ?? pack.stateOf(student);
    const former = known?.after ?? before;
    const after = erased ? NOTHING_KNOWN : row ? evolve(former, row) : former;
    states.set(student, { before, after });
    if (erased) for (const name of Object.keys(besides)) if (name.startsWith(`${student}|`)) delete besides[name];
    if (building && row)
      note(besides, recordNameOf(student, row.type, row.content), building.causationId === causationId, () =>
        isKnown(former, row),
      );
  }
  const scope = new Scope();
  const years = pack.years;
  const students = [...states]
    .filter(([, { before, after }]) => before !== after)
    .map(([student, { before, after }]): Evolved => {
      const ofStudent = affectedScope(before, after, years);
      scope.addAll(ofStudent);
      return { student, before, after, scope: ofStudent };
    });
  return { pack, students, scope, besides: Object.keys(besides).length > 0 ? besides : undefined };
}

/** Of a key that came beside the restatement: whether the restatement has said it too, before or after. */
function note(besides: Record<string, boolean>, name: string, isRestated: boolean, wasSaid: () => boolean): void {
  if (isRestated) {
    if (name in besides) besides[name] = true;
  } else if (!(name in besides)) {
    besides[name] = wasSaid();
  }
}

function isKnown(state: StudentState, row: StudentRow): boolean {
  return evolve(state, { ...row, withdrawn: true }) !== state;
}

/** What the pack has in the scope: parts to compute from, columns that may change. */
function inScope(pack: Pack, scope: Scope): { parts: string[]; columns: string[] } {
  return {
    parts: Object.keys(pack.header.parts).filter((part) => {
      const family = familyOfPart(part);
      return family !== 'enrollments' && family !== 'rosters' && scope.has(family, yearOfPart(part));
    }),
    columns: Object.entries(pack.header.columns)
      .filter(([key, source]) => scope.has(source, yearOfContribution(columnNamed(key))))
      .map(([key]) => key),
  };
}

function recomputed(pack: Pack, students: readonly Evolved[], current: CurrentReference): StudentChange[] {
  const columnsByScope = new Map<string, readonly string[]>();
  const columnsIn = (scope: Scope): readonly string[] => {
    const { text } = scope;
    const columns = columnsByScope.get(text) ?? inScope(pack, scope).columns;
    columnsByScope.set(text, columns);
    return columns;
  };
  return students.map(({ student, before, after, scope }) => {
    // What was loaded since, for the computing; the rows that evolved stand as they are now.
    const whole: Record<string, PartRows> = { ...pack.stateOf(student), ...after };
    for (const part of Object.keys(before)) if (!(part in after)) delete whole[part];
    const byColumn = new Map<string, readonly Contribution[]>();
    for (const key of columnsIn(scope)) byColumn.set(key, []);
    const isInScope = (source: MeasuredFamily, year: string) => scope.has(source, year);
    const found = contributions(student, whole, current.reference, current.definitions, isInScope);
    const sources = new Map<string, MeasuredFamily>();
    for (const { indicator, period, source, contribution } of found) {
      const key = columnKey(indicator, period);
      sources.set(key, source);
      byColumn.set(key, [...(byColumn.get(key) ?? []), contribution]);
    }
    return { student, before, after, contributions: byColumn, sources };
  });
}

function sourcesOf(pack: Pack, changes: readonly StudentChange[]): (column: string) => MeasuredFamily {
  const sources = new Map<string, MeasuredFamily>(Object.entries(pack.header.columns));
  for (const { sources: ofChange } of changes) for (const [key, source] of ofChange) sources.set(key, source);
  return (column) => sources.get(column)!;
}
