import { CellTable } from './cell-table.js';
import { addUpColumn, type ColumnCells } from './column-cells.js';
import { COUNTS_FOR, NO_SUMS, UNKNOWN, compareText, type CountsFor, type Profile, type Sums } from './contribution.js';
import {
  NO_MAGNITUDES,
  addRow,
  isZeroRow,
  layoutFor,
  readRow,
  writeRow,
  type Magnitudes,
  type Rows,
} from './exact-row.js';
import type { PackColumn } from './pack-column.js';
import { ProfileDictionary, ranksOf } from './profile-dictionary.js';

/** What a cube is about. */
export interface CubeSubject {
  readonly district: string;
  readonly indicator: string;
  readonly period: string;
  /** `accountable`: a student counts at one school; `each-school`: at every school of enrolment, once in the district. */
  readonly attribution: 'accountable' | 'each-school';
}

/** Keeps the students whose attribute has any of the values; `'unknown'` is a value. No values, no students. */
export interface Filter {
  readonly attribute: string;
  readonly values: readonly string[];
}

/** Which students of a cube, seen from where. */
export interface Population {
  /** Every filter must hold; absent = everyone. */
  readonly where?: readonly Filter[];
  /** Absent = the district, each student once; else what counts for any of these schools. */
  readonly schools?: readonly string[];
}

export interface RollUp extends Population {
  /** Attributes to break down by; none = one group of all. */
  readonly by: readonly string[];
}

/** The exact sums of one group; `group` has the attributes of `by`, in that order. */
export interface Group extends Sums {
  readonly group: Readonly<Record<string, string>>;
}

/** A finest cell: the sums of the students of one profile at one school. */
export interface Cell extends Sums {
  readonly schoolId: string;
  readonly profile: Profile;
  readonly counts: CountsFor;
}

/** What a pack has added, to be taken out again when it is replaced. */
interface PackCells extends Rows {
  readonly cells: Int32Array;
  readonly magnitudes: Magnitudes;
}

const PLACES_PER_SCHOOL = COUNTS_FOR.length;
const DISTRICT_ONLY = COUNTS_FOR.indexOf('district');
const SCHOOL_ONLY = COUNTS_FOR.indexOf('school');
const MAX_COUNT = BigInt(Number.MAX_SAFE_INTEGER);
/** Profiles that a filter keeps out belong to no group. */
const NO_GROUP = -1;
// Rows of sums added up at once, some 40 MB: above it schools are rolled up one by one.
const MOST_ROWS = 1_000_000;

/**
 * The sums of one district, indicator and period per finest cell, (school, profile), in memory: fed pack by pack from
 * column documents, kept current by replacing a pack's column, rolled up on read. All sums are exact; what a cube
 * answers depends on the columns it holds, never on the order or number of replacements.
 */
export class Cube {
  private readonly table = new CellTable();
  private readonly profiles = new ProfileDictionary();
  private readonly schoolIds: string[] = [];
  private readonly schoolCodes = new Map<string, number>();
  private readonly packs = new Map<string, PackCells>();
  private magnitudes = NO_MAGNITUDES;

  private constructor(readonly subject: CubeSubject) {}

  /** An empty cube. */
  static for(subject: CubeSubject): Cube {
    return new Cube(subject);
  }

  /**
   * Whether the sums of several schools may be added. Not so for `each-school`, where a student of two schools would
   * count twice: callers refuse a set of more than one school (`scope/not-additive`); `rollUp` itself does not.
   */
  get additiveAcrossSchools(): boolean {
    return this.subject.attribution === 'accountable';
  }

  /** Cells with anything in them; counted when asked. */
  get cellCount(): number {
    return this.liveCells().length;
  }

  /** Typed arrays to the byte, dictionaries by estimate. */
  get memoryBytes(): number {
    let bytes = this.table.memoryBytes + this.profiles.memoryBytes;
    for (const schoolId of this.schoolIds) bytes += 64 + 2 * schoolId.length;
    for (const { cells, limbs } of this.packs.values()) bytes += 256 + cells.byteLength + limbs.byteLength;
    return bytes;
  }

  /** The packs that have a column here, sorted. */
  packIds(): string[] {
    return [...this.packs.keys()].sort(compareText);
  }

  /**
   * Puts a pack's column in place of its former one; costs as much as the two have entries. An absent or empty column
   * leaves nothing of the pack. Nothing changes when it throws.
   *
   * @throws RangeError if a count is not a safe integer ≥ 0, or the cube's total would pass 2^53 − 1
   */
  replacePack(packId: string, column: PackColumn | undefined): void {
    const added = column && addUpColumn(column);
    const former = this.packs.get(packId);
    const magnitudes = exchanged(this.magnitudes, former?.magnitudes, added?.magnitudes);
    if (magnitudes.n > MAX_COUNT || magnitudes.events > MAX_COUNT) {
      throw new RangeError('the counts of a cube must not pass the largest safe integer');
    }
    this.table.widen(layoutFor(magnitudes));
    if (former) this.takeOut(former);
    if (column && added && added.cells.length > 0) this.packs.set(packId, this.putIn(column, added));
    else this.packs.delete(packId);
    this.magnitudes = magnitudes;
  }

  /**
   * The sums of every group that has any, sorted by the groups' values in the order of `by`. An attribute that no
   * profile has is `'unknown'` for everyone.
   */
  rollUp({ by, where, schools }: RollUp): Group[] {
    const known = [...new Set(by)].filter((attribute) => this.profiles.has(attribute)).sort(compareText);
    const grouping = this.profiles.groupingBy(known);
    const sums = this.addUpGroups(this.groupsWithin(grouping.groupOf, where), grouping.groups.length, schools);
    return groupsOf(sums, 0, grouping.groups, known, by);
  }

  /**
   * The same for every school of the population by itself, in one pass: what `rollUp` answers for each school alone.
   * Schools without anybody are left out; sorted by school.
   */
  rollUpBySchool({ by, where, schools }: RollUp): Map<string, Group[]> {
    const known = [...new Set(by)].filter((attribute) => this.profiles.has(attribute)).sort(compareText);
    const { groupOf, groups } = this.profiles.groupingBy(known);
    const wanted = (schools ?? this.schools()).filter((schoolId) => this.schoolCodes.has(schoolId)).sort(compareText);
    if (wanted.length * groups.length > MOST_ROWS) {
      const apart = wanted.map((schoolId): [string, Group[]] => [
        schoolId,
        this.rollUp({ by, schools: [schoolId], ...(where && { where }) }),
      ]);
      return new Map(apart.filter(([, found]) => found.length > 0));
    }
    const rankOfSchool = new Int32Array(this.schoolIds.length).fill(NO_GROUP);
    wanted.forEach((schoolId, rank) => {
      rankOfSchool[this.schoolCodes.get(schoolId)!] = rank;
    });
    const sums = this.addUpSchools(this.groupsWithin(groupOf, where), groups.length, rankOfSchool, wanted.length);
    const answer = new Map<string, Group[]>();
    wanted.forEach((schoolId, rank) => {
      const found = groupsOf(sums, rank * groups.length, groups, known, by);
      if (found.length > 0) answer.set(schoolId, found);
    });
    return answer;
  }

  /** The sums of everyone in the population; zeros when there is nobody. */
  totals(population: Population = {}): Sums {
    const [all] = this.rollUp({ ...population, by: [] });
    if (!all) return NO_SUMS;
    return { n: all.n, events: all.events, sum: all.sum, sumOfSquares: all.sumOfSquares };
  }

  /** The schools that anything counts for, sorted. */
  schools(): string[] {
    const places = new Set(this.liveCells().map((cell) => this.table.places[cell]!));
    const schools = new Set<string>();
    for (const place of places) {
      if (place % PLACES_PER_SCHOOL !== DISTRICT_ONLY) schools.add(this.schoolIdAt(place));
    }
    return [...schools].sort(compareText);
  }

  /** The attributes of which at least one present profile has a known value, sorted. */
  attributes(): string[] {
    const profiles = this.liveProfiles();
    return this.profiles.names().filter((name) => this.valuesIn(profiles, name).some((value) => value !== UNKNOWN));
  }

  /** The values that present profiles have, `'unknown'` among them where some have none, sorted. */
  profileValues(attribute: string): string[] {
    return this.valuesIn(this.liveProfiles(), attribute);
  }

  /** The cells with anything in them, sorted by school, profile and where they count. Replace no pack while iterating. */
  *cells(): IterableIterator<Cell> {
    const { places, profiles } = this.table;
    const schoolRanks = ranksOf(this.schoolIds);
    const profileRanks = this.profiles.ranks();
    const schoolRank = (cell: number) => schoolRanks[Math.floor(places[cell]! / PLACES_PER_SCHOOL)]!;
    // Cells of one school differ in place by where they count alone, and its codes are in canonical order.
    const sorted = this.liveCells().sort(
      (a, b) =>
        schoolRank(a) - schoolRank(b) ||
        profileRanks[profiles[a]!]! - profileRanks[profiles[b]!]! ||
        places[a]! - places[b]!,
    );
    for (const cell of sorted) {
      yield {
        schoolId: this.schoolIdAt(places[cell]!),
        profile: this.profiles.profileOf(profiles[cell]!),
        counts: COUNTS_FOR[places[cell]! % PLACES_PER_SCHOOL]!,
        ...readRow(this.table, cell),
      };
    }
  }

  private putIn(column: PackColumn, { cells, magnitudes }: ColumnCells): PackCells {
    const profiles = this.profiles.codesOf(column);
    const schools = column.schools.map((schoolId) => this.schoolCodeOf(schoolId));
    const layout = layoutFor(magnitudes);
    const held = new Int32Array(cells.length);
    const pack = { cells: held, limbs: new Int32Array(cells.length * layout.stride), layout, magnitudes };
    cells.forEach((cell, row) => {
      writeRow(pack, row, cell);
      const place = schools[cell.school]! * PLACES_PER_SCHOOL + cell.counts;
      held[row] = this.table.hold(place, profiles[cell.profile]!);
      addRow(this.table, held[row]!, pack, row, 1);
    });
    return pack;
  }

  private takeOut(pack: PackCells): void {
    pack.cells.forEach((cell, row) => {
      addRow(this.table, cell, pack, row, -1);
      this.table.release(cell);
    });
  }

  /** Profile → group, with the profiles that a filter keeps out in no group. */
  private groupsWithin(groupOf: Int32Array, where: readonly Filter[] = []): Int32Array {
    if (where.length === 0) return groupOf;
    const within = groupOf.slice(0, this.profiles.size);
    for (const { attribute, values } of where) {
      const passes = this.profiles.passing(attribute, values);
      passes.forEach((pass, profile) => {
        if (pass === 0) within[profile] = NO_GROUP;
      });
    }
    return within;
  }

  private addUpGroups(groupOf: Int32Array, groupCount: number, schools: readonly string[] | undefined): Rows {
    const { table } = this;
    const { layout, places, profiles } = table;
    const counted = this.placesOf(schools);
    const sums: Rows = { limbs: new Int32Array(groupCount * layout.stride), layout };
    for (let cell = 0; cell < table.size; cell += 1) {
      if (counted[places[cell]!] === 0) continue;
      const group = groupOf[profiles[cell]!]!;
      if (group !== NO_GROUP) addRow(sums, group, table, cell, 1);
    }
    return sums;
  }

  private addUpSchools(groupOf: Int32Array, groupCount: number, rankOfSchool: Int32Array, schoolCount: number): Rows {
    const { table } = this;
    const { layout, places, profiles } = table;
    const sums: Rows = { limbs: new Int32Array(schoolCount * groupCount * layout.stride), layout };
    for (let cell = 0; cell < table.size; cell += 1) {
      const place = places[cell]!;
      if (place % PLACES_PER_SCHOOL === DISTRICT_ONLY) continue;
      const rank = rankOfSchool[Math.floor(place / PLACES_PER_SCHOOL)]!;
      const group = groupOf[profiles[cell]!]!;
      if (rank !== NO_GROUP && group !== NO_GROUP) addRow(sums, rank * groupCount + group, table, cell, 1);
    }
    return sums;
  }

  /** Per place 1 when it counts for the schools, or for the district when none are given. */
  private placesOf(schools: readonly string[] | undefined): Uint8Array {
    const counted = new Uint8Array(this.schoolIds.length * PLACES_PER_SCHOOL);
    if (!schools) return counted.map((_, place) => (place % PLACES_PER_SCHOOL === SCHOOL_ONLY ? 0 : 1));
    for (const schoolId of schools) {
      const school = this.schoolCodes.get(schoolId);
      if (school === undefined) continue;
      for (let counts = 0; counts < PLACES_PER_SCHOOL; counts += 1) {
        if (counts !== DISTRICT_ONLY) counted[school * PLACES_PER_SCHOOL + counts] = 1;
      }
    }
    return counted;
  }

  private liveCells(): number[] {
    const live: number[] = [];
    for (let cell = 0; cell < this.table.size; cell += 1) {
      if (!isZeroRow(this.table, cell)) live.push(cell);
    }
    return live;
  }

  private liveProfiles(): Set<number> {
    return new Set(this.liveCells().map((cell) => this.table.profiles[cell]!));
  }

  private valuesIn(profiles: ReadonlySet<number>, attribute: string): string[] {
    const values = new Set<string>();
    for (const profile of profiles) values.add(this.profiles.valueOfProfile(profile, attribute));
    return [...values].sort(compareText);
  }

  private schoolCodeOf(schoolId: string): number {
    let code = this.schoolCodes.get(schoolId);
    if (code === undefined) {
      code = this.schoolIds.push(schoolId) - 1;
      this.schoolCodes.set(schoolId, code);
    }
    return code;
  }

  private schoolIdAt(place: number): string {
    return this.schoolIds[Math.floor(place / PLACES_PER_SCHOOL)]!;
  }
}

/** The groups with anybody in them, of the rows from `first` on; sorted. */
function groupsOf(
  sums: Rows,
  first: number,
  values: readonly (readonly string[])[],
  known: readonly string[],
  by: readonly string[],
): Group[] {
  const groups: Group[] = [];
  values.forEach((ofGroup, index) => {
    if (isZeroRow(sums, first + index)) return;
    const valueOf = (attribute: string) => ofGroup[known.indexOf(attribute)] ?? UNKNOWN;
    groups.push({
      group: Object.fromEntries(by.map((attribute) => [attribute, valueOf(attribute)])),
      ...readRow(sums, first + index),
    });
  });
  return groups.sort((left, right) => compareGroups(by, left, right));
}

function exchanged(total: Magnitudes, former = NO_MAGNITUDES, added = NO_MAGNITUDES): Magnitudes {
  return {
    n: total.n - former.n + added.n,
    events: total.events - former.events + added.events,
    sum: total.sum - former.sum + added.sum,
    sumOfSquares: total.sumOfSquares - former.sumOfSquares + added.sumOfSquares,
  };
}

function compareGroups(by: readonly string[], left: Group, right: Group): number {
  for (const attribute of by) {
    const order = compareText(left.group[attribute]!, right.group[attribute]!);
    if (order !== 0) return order;
  }
  return 0;
}
