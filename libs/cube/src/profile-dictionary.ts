import { UNKNOWN, compareText, profileText, type Profile } from './contribution.js';
import type { PackColumn } from './pack-column.js';

const INITIAL_CAPACITY = 64;
// Asked breakdowns come from a few pages; above this many attribute sets the one asked longest ago is forgotten.
const KEPT_GROUPINGS = 64;

/** One attribute: its values' codes (0 = unknown) and the code of each profile. */
interface AttributeCodes {
  readonly name: string;
  readonly values: string[];
  readonly codes: Map<string, number>;
  /** Attribute and value in one number, unique over all attributes, by value code. */
  readonly pairs: number[];
  ofProfile: Int32Array;
}

/** Which group each profile belongs to when broken down by a set of attributes. */
export interface Grouping {
  /** Sorted by name. */
  readonly attributes: readonly string[];
  /** Profile code → group code; at least as long as there are profiles. */
  groupOf: Int32Array;
  /** Group code → value of each attribute. */
  readonly groups: string[][];
}

interface KeptGrouping extends Grouping {
  readonly codesByKey: Map<string, number>;
  covered: number;
}

/**
 * Profiles as small integers, and for each set of attributes, made once and extended as profiles come, which group a
 * profile belongs to. Codes are never taken back: the dictionary holds every distinct profile ever seen.
 */
export class ProfileDictionary {
  size = 0;
  private readonly attributes = new Map<string, AttributeCodes>();
  private readonly codesByKey = new Map<string, number>();
  private readonly groupings = new Map<string, KeptGrouping>();
  private pairCount = 0;
  private capacity = INITIAL_CAPACITY;

  /** The codes of a column's profiles, new ones added. */
  codesOf(column: PackColumn): Int32Array {
    const attributes = column.attributes.map(({ name }) => this.attributeOf(name));
    const values = column.attributes.map((attribute, index) => [
      0,
      ...attribute.values.map((value) => this.valueOf(attributes[index]!, value)),
    ]);
    const codes = new Int32Array(column.profiles.length);
    column.profiles.forEach((local, index) => {
      codes[index] = this.codeOf(attributes, values, local);
    });
    return codes;
  }

  has(attribute: string): boolean {
    return this.attributes.has(attribute);
  }

  /** Every attribute ever seen, sorted. */
  names(): string[] {
    return [...this.attributes.keys()].sort(compareText);
  }

  valueOfProfile(profile: number, attribute: string): string {
    const codes = this.attributes.get(attribute);
    return codes ? codes.values[codes.ofProfile[profile]!]! : UNKNOWN;
  }

  profileOf(profile: number): Profile {
    const known: [string, string][] = [];
    for (const name of this.names()) {
      const value = this.valueOfProfile(profile, name);
      if (value !== UNKNOWN) known.push([name, value]);
    }
    return Object.fromEntries(known);
  }

  /** @param attributes distinct names that the dictionary has, sorted */
  groupingBy(attributes: readonly string[]): Grouping {
    const key = JSON.stringify(attributes);
    const grouping = this.groupings.get(key) ?? {
      attributes,
      groupOf: new Int32Array(0),
      groups: [],
      codesByKey: new Map(),
      covered: 0,
    };
    this.groupings.delete(key);
    this.groupings.set(key, grouping);
    if (this.groupings.size > KEPT_GROUPINGS) this.groupings.delete(this.groupings.keys().next().value!);
    this.extend(grouping);
    return grouping;
  }

  /** Per profile 1 when the attribute has one of the values, else 0. */
  passing(attribute: string, values: readonly string[]): Uint8Array {
    const codes = this.attributes.get(attribute);
    if (!codes) return new Uint8Array(this.size).fill(values.includes(UNKNOWN) ? 1 : 0);
    const wanted = codes.values.map((value) => (values.includes(value) ? 1 : 0));
    const passes = new Uint8Array(this.size);
    for (let profile = 0; profile < this.size; profile += 1) passes[profile] = wanted[codes.ofProfile[profile]!]!;
    return passes;
  }

  /** Canonical order: per profile its rank among the profiles' texts. */
  ranks(): Int32Array {
    const texts = Array.from({ length: this.size }, (_, profile) => profileText(this.profileOf(profile)));
    return ranksOf(texts);
  }

  /** Typed arrays to the byte; strings and maps by estimate (64 bytes an entry and two a character). */
  get memoryBytes(): number {
    let bytes = [...this.codesByKey.keys()].reduce((total, key) => total + 64 + 2 * key.length, 0);
    for (const { values, ofProfile } of this.attributes.values()) {
      bytes += ofProfile.byteLength + values.reduce((total, value) => total + 64 + 2 * value.length, 0);
    }
    for (const { groupOf, groups } of this.groupings.values()) bytes += groupOf.byteLength + 64 * groups.length;
    return bytes;
  }

  /** @param values per attribute: code in the column → code here */
  private codeOf(attributes: readonly AttributeCodes[], values: readonly number[][], local: readonly number[]): number {
    const key = keyOf(attributes, values, local);
    let profile = this.codesByKey.get(key);
    if (profile !== undefined) return profile;
    profile = this.size;
    this.size += 1;
    this.codesByKey.set(key, profile);
    if (this.size > this.capacity) this.grow();
    for (let index = 0; index < local.length; index += 1) {
      attributes[index]!.ofProfile[profile] = values[index]![local[index]!]!;
    }
    return profile;
  }

  private grow(): void {
    this.capacity *= 2;
    for (const attribute of this.attributes.values()) {
      const larger = new Int32Array(this.capacity);
      larger.set(attribute.ofProfile);
      attribute.ofProfile = larger;
    }
  }

  private attributeOf(name: string): AttributeCodes {
    let attribute = this.attributes.get(name);
    if (!attribute) {
      attribute = {
        name,
        values: [UNKNOWN],
        codes: new Map([[UNKNOWN, 0]]),
        pairs: [-1],
        ofProfile: new Int32Array(this.capacity),
      };
      this.attributes.set(name, attribute);
    }
    return attribute;
  }

  private valueOf(attribute: AttributeCodes, value: string): number {
    let code = attribute.codes.get(value);
    if (code === undefined) {
      code = attribute.values.push(value) - 1;
      attribute.codes.set(value, code);
      attribute.pairs.push(this.pairCount);
      this.pairCount += 1;
    }
    return code;
  }

  private extend(grouping: KeptGrouping): void {
    if (grouping.covered === this.size) return;
    const attributes = grouping.attributes.map((name) => this.attributes.get(name)!);
    if (grouping.groupOf.length < this.size) {
      const larger = new Int32Array(this.capacity);
      larger.set(grouping.groupOf);
      grouping.groupOf = larger;
    }
    for (let profile = grouping.covered; profile < this.size; profile += 1) {
      grouping.groupOf[profile] = groupCodeOf(grouping, attributes, profile);
    }
    grouping.covered = this.size;
  }
}

/** Sorted position of each text; equal texts are not expected. */
export function ranksOf(texts: readonly string[]): Int32Array {
  const order = texts.map((_, index) => index).sort((a, b) => compareText(texts[a]!, texts[b]!));
  const ranks = new Int32Array(texts.length);
  order.forEach((index, rank) => {
    ranks[index] = rank;
  });
  return ranks;
}

function groupCodeOf(grouping: KeptGrouping, attributes: readonly AttributeCodes[], profile: number): number {
  const codes = attributes.map(({ ofProfile }) => ofProfile[profile]!);
  const key = codes.join();
  let group = grouping.codesByKey.get(key);
  if (group === undefined) {
    group = grouping.groups.push(codes.map((code, index) => attributes[index]!.values[code]!)) - 1;
    grouping.codesByKey.set(key, group);
  }
  return group;
}

/** Two UTF-16 units for each known attribute and value, in the order of the column's (sorted) attributes. */
function keyOf(attributes: readonly AttributeCodes[], values: readonly number[][], local: readonly number[]): string {
  const units: number[] = [];
  for (let index = 0; index < local.length; index += 1) {
    if (local[index] === 0) continue;
    const pair = attributes[index]!.pairs[values[index]![local[index]!]!]!;
    units.push(pair >>> 16, pair & 0xffff);
  }
  return String.fromCharCode.apply(undefined, units);
}
