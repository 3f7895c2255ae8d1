import { widerLayout, type RowLayout, type Rows, addRow, layoutFor, NO_MAGNITUDES } from './exact-row.js';

const INITIAL_CAPACITY = 64;
const GROWTH = 1.5;
/** An empty slot of the hash index; a taken one holds cell + 1. */
const EMPTY = 0;

/**
 * Finest cells in typed arrays, found by (place, profile) through a hash index with linear probing. A cell lives while
 * something holds it; a freed cell's number is given out again, so memory follows what is there now.
 */
export class CellTable implements Rows {
  /** Cell numbers are below this; some of them may be free, with sums of zero. */
  size = 0;
  /** Per cell: the code of where it counts. */
  places = new Int32Array(INITIAL_CAPACITY);
  /** Per cell: the code of its profile. */
  profiles = new Int32Array(INITIAL_CAPACITY);
  /** Per cell: the limbs of its sums. */
  limbs: Int32Array = new Int32Array(0);
  layout: RowLayout = layoutFor(NO_MAGNITUDES);
  /** Per cell: how many hold it; 0 = the number is free. */
  private holders = new Int32Array(INITIAL_CAPACITY);
  private slots = new Int32Array(INITIAL_CAPACITY * 2);
  private free: number[] = [];

  get memoryBytes(): number {
    const arrays = [this.places, this.profiles, this.limbs, this.holders, this.slots];
    return arrays.reduce((bytes, array) => bytes + array.byteLength, this.free.length * 8);
  }

  /** The cell of that place and profile, made if absent, held once more. */
  hold(place: number, profile: number): number {
    let slot = this.homeOf(place, profile);
    for (let found = this.slots[slot]!; found !== EMPTY; found = this.slots[slot]!) {
      const cell = found - 1;
      if (this.places[cell] === place && this.profiles[cell] === profile) {
        this.holders[cell]! += 1;
        return cell;
      }
      slot = (slot + 1) & (this.slots.length - 1);
    }
    return this.make(place, profile);
  }

  /** Lets go of a cell; one that nobody holds any more is freed. Its sums must be back at zero by then. */
  release(cell: number): void {
    this.holders[cell]! -= 1;
    if (this.holders[cell] !== 0) return;
    this.unindex(cell);
    this.free.push(cell);
  }

  /** Makes room for integers as wide as `layout`'s. Never narrows. */
  widen(layout: RowLayout): void {
    const wider = widerLayout(this.layout, layout);
    if (wider === this.layout) return;
    const widened: Rows = { limbs: new Int32Array(this.places.length * wider.stride), layout: wider };
    for (let cell = 0; cell < this.size; cell += 1) addRow(widened, cell, this, cell, 1);
    this.limbs = widened.limbs;
    this.layout = wider;
  }

  private make(place: number, profile: number): number {
    const cell = this.free.pop() ?? this.append();
    this.places[cell] = place;
    this.profiles[cell] = profile;
    this.holders[cell] = 1;
    this.index(cell);
    return cell;
  }

  private append(): number {
    if (this.size === this.places.length) this.grow();
    this.size += 1;
    return this.size - 1;
  }

  /** Only when no number is free, so every cell is in the index. */
  private grow(): void {
    const capacity = Math.ceil(this.places.length * GROWTH);
    this.places = grown(this.places, capacity);
    this.profiles = grown(this.profiles, capacity);
    this.holders = grown(this.holders, capacity);
    this.limbs = grown(this.limbs, capacity * this.layout.stride);
    if (capacity * 4 <= this.slots.length * 3) return;
    this.slots = new Int32Array(this.slots.length * 2);
    for (let cell = 0; cell < this.size; cell += 1) this.index(cell);
  }

  private index(cell: number): void {
    let slot = this.homeOf(this.places[cell]!, this.profiles[cell]!);
    while (this.slots[slot] !== EMPTY) slot = (slot + 1) & (this.slots.length - 1);
    this.slots[slot] = cell + 1;
  }

  /** Takes the cell out of the index and moves later ones of its run back, so that no probe ends too early. */
  private unindex(cell: number): void {
    const mask = this.slots.length - 1;
    let hole = this.homeOf(this.places[cell]!, this.profiles[cell]!);
    while (this.slots[hole] !== cell + 1) hole = (hole + 1) & mask;
    for (let slot = (hole + 1) & mask; this.slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const other = this.slots[slot]! - 1;
      const home = this.homeOf(this.places[other]!, this.profiles[other]!);
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      this.slots[hole] = this.slots[slot]!;
      hole = slot;
    }
    this.slots[hole] = EMPTY;
  }

  private homeOf(place: number, profile: number): number {
    let hash = Math.imul(place, 0x9e3779b1) ^ Math.imul(profile, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) & (this.slots.length - 1);
  }
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
