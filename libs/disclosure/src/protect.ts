import type { DisclosurePolicy } from '@evenground/contracts';
import { tablesOf, totalsOf, type CellSystem, type Shown } from './cell-system.js';
import { codePercent } from './code-percent.js';
import {
  withDepartures,
  type Departure,
  type Departures,
  type Freedom,
  type Movable,
  type Target,
} from './departures.js';
import { Rectangles } from './rectangles.js';
import { slackIn, type Unknown } from './unknown.js';

export type ProtectionRules = Pick<
  DisclosurePolicy,
  'minimumN' | 'protection' | 'outcomeCandidates' | 'ladder' | 'leastBesideLargestSchool'
>;

export interface Protection {
  /** How each cell may be shown. */
  readonly shown: readonly Shown[];
  /** False where some number cannot be protected while any of these tables is shown: then none may be. */
  readonly isPossible: boolean;
}

/**
 * Decides for every cell of a set of linked tables how it may be shown.
 *
 * First the people: small cells, cells that one school nearly fills, and those that must stay hidden are hidden; then,
 * for each whose interval a reader could narrow below the protection interval, the cheapest further cells (a linear
 * program finds them) whose hiding lets it move as far. It sees numbers of people alone, so that tables about the same
 * people hide the same cells, whatever is measured of them. Then the outcomes: small ones are coded, and the same
 * program codes or hides what would give them away.
 *
 * What it decides is proved by departures: for every protected number there are tables, other than the true ones, that
 * show the same and in which it differs by its interval. Hiding more never takes that away.
 *
 * @param held cells that must be hidden whatever their number
 * @source Kelly, Golden & Assad 1992, Networks 22:397; Castro 2012, EJOR 216:253 (cheapest protecting flows)
 */
export function protect(system: CellSystem, rules: ProtectionRules, held: ReadonlySet<number> = new Set()): Protection {
  const state = new ProtectionState(system, rules, held);
  const isPossible = state.hidePeople() && state.hideOutcomes();
  return { shown: system.cells.map((_, cell) => state.shownOf(cell)), isPossible };
}

/** What a protected number needs: to be able to differ by `up` on one side and `down` on the other. */
interface Need {
  readonly target: Target;
  readonly width: number;
}

/** How many cells may come into question when something more must be hidden. */
type Reach = 'own-tables' | 'all-tables';

/** People are hidden first; then outcomes are coded, and what codes cannot protect is hidden. */
type Stage = 'people' | 'coded' | 'hidden';

class ProtectionState {
  private readonly hidden = new Set<number>();
  private readonly coded = new Map<number, { readonly least: number; readonly most: number }>();
  /** Hidden for their outcome: a reader knows their number of people. */
  private readonly outcomeHidden = new Set<number>();
  private readonly tables: readonly ReadonlySet<number>[];
  private readonly isTotal: readonly boolean[];
  private readonly sumsOfCell: readonly (readonly number[])[];
  private readonly rectangles: Rectangles;

  constructor(
    private readonly system: CellSystem,
    private readonly rules: ProtectionRules,
    private readonly held: ReadonlySet<number>,
  ) {
    this.tables = tablesOf(system);
    this.isTotal = totalsOf(system);
    const sumsOfCell: number[][] = system.cells.map(() => []);
    system.sums.forEach(({ total, parts }, sum) => {
      sumsOfCell[total]!.push(sum);
      for (const part of parts) sumsOfCell[part]!.push(sum);
    });
    this.sumsOfCell = sumsOfCell;
    this.rectangles = new Rectangles(system);
  }

  shownOf(cell: number): Shown {
    if (!this.system.cells[cell]!.isListed) return 'unlisted';
    if (this.hidden.has(cell)) return 'hidden';
    if (this.outcomeHidden.has(cell)) return 'outcome-hidden';
    return this.coded.has(cell) ? 'coded' : 'exact';
  }

  hidePeople(): boolean {
    const needs: Need[] = [];
    this.system.cells.forEach((cell, index) => {
      if (!cell.isListed || cell.n === 0) return;
      const isSmall = cell.n < this.rules.minimumN || this.isOneSchools(index) || this.held.has(index);
      if (cell.fixed === undefined ? isSmall : cell.fixed === 'hidden') this.hidden.add(index);
      if (isSmall && this.hidden.has(index))
        needs.push({ target: { cell: index, quantity: 'n' }, width: this.widthOf(cell.n) });
    });
    return this.meet(needs, 'people', this.hidden);
  }

  hideOutcomes(): boolean {
    if (this.system.cells.every(({ events }) => events === null)) return true;
    const { minimumN, outcomeCandidates } = this.rules;
    const needs: Need[] = [];
    this.system.cells.forEach(({ n, events, isListed, fixed }, cell) => {
      if (!isListed || n === 0 || events === null || fixed === 'exact') return;
      const isSmall = events < minimumN || n - events < minimumN;
      if (fixed === 'coded') this.code(cell);
      if (fixed === 'outcome-hidden') this.outcomeHidden.add(cell);
      if (this.outcomeHidden.has(cell)) {
        if (isSmall) needs.push({ target: { cell, quantity: 'e' }, width: this.rules.protection.absolute });
      } else if (this.hidden.has(cell)) {
        if (n < minimumN || isSmall) {
          needs.push({ target: { cell, quantity: 'e' }, width: this.rules.protection.absolute });
          needs.push({ target: { cell, quantity: 'm' }, width: this.rules.protection.absolute });
        }
      } else if (isSmall) {
        const { least, most } = codePercent({ n, events }, this.rules);
        this.coded.set(cell, { least, most });
        needs.push({ target: { cell, quantity: 'e' }, width: Math.min(outcomeCandidates - 1, most - least) });
      }
    });
    const code = { add: (cell: number) => this.code(cell) };
    const hide = { add: (cell: number) => this.hideOutcome(cell) };
    return this.meet(this.unmet(needs, 'coded', code), 'hidden', hide);
  }

  private isOneSchools(cell: number): boolean {
    const { n, largestSchool } = this.system.cells[cell]!;
    if (largestSchool === undefined) return false;
    const rest = n - largestSchool;
    return rest > 0 && rest < this.rules.leastBesideLargestSchool;
  }

  private widthOf(value: number): number {
    const { absolute, share } = this.rules.protection;
    return Math.max(absolute, Math.ceil(share * value));
  }

  /** Whether each need is met, or could be by hiding more, which is done; where not, whole tables are hidden. */
  private meet(needs: readonly Need[], what: Stage, add: { add(cell: number): void }): boolean {
    let left = this.unmet(needs, what, add);
    if (left.length === 0) return true;
    for (const { target } of left) {
      for (const cell of this.cellsOf(this.tables[target.cell]!)) {
        if (this.system.cells[cell]!.isListed && this.system.cells[cell]!.fixed === undefined) add.add(cell);
      }
    }
    left = this.unmet(left, what, add);
    return left.length === 0;
  }

  /** Meets what it can; the needs that stay unmet. */
  private unmet(needs: readonly Need[], what: Stage, add: { add(cell: number): void }): Need[] {
    let left = needs.filter(({ target, width }) => !this.hasRectangle(target, width, what));
    for (const reach of ['own-tables', 'all-tables'] as const) {
      if (left.length === 0) break;
      const groups = new Map<string, Need[]>();
      for (const need of left) {
        const key = reach === 'all-tables' ? '' : [...this.tables[need.target.cell]!].sort().join();
        groups.set(key, [...(groups.get(key) ?? []), need]);
      }
      left = [...groups.values()].flatMap((group) => this.meetTogether(group, what, reach, add));
    }
    return left;
  }

  private hasRectangle(target: Target, width: number, what: Stage): boolean {
    const isOfPeople = what === 'people';
    return this.rectangles.isWide(target, width, (cell, direction) => {
      const counted = this.system.cells[cell]!;
      return slackIn(isOfPeople ? { ...counted, events: null } : counted, this.unknownOf(cell), direction);
    });
  }

  /** What a reader does not know of a cell as it stands. */
  private unknownOf(cell: number): Unknown | undefined {
    if (!this.system.cells[cell]!.isListed) return { kind: 'unlisted' };
    if (this.hidden.has(cell)) return { kind: 'hidden' };
    if (this.outcomeHidden.has(cell)) return { kind: 'outcome-hidden' };
    const coded = this.coded.get(cell);
    return coded && { kind: 'coded', ...coded };
  }

  /** Needs of the same tables share one program; a departure found for one is proof for others too. */
  private meetTogether(needs: readonly Need[], what: Stage, reach: Reach, add: { add(cell: number): void }): Need[] {
    const movable = this.movableFor(
      needs.map(({ target }) => target),
      reach,
      what,
    );
    return withDepartures(this.system, movable, (departures) => {
      const reached = new Map<Need, { up: number; down: number }>(needs.map((need) => [need, { up: 0, down: 0 }]));
      const note = (departure: Departure) => {
        for (const [need, range] of reached) {
          const by = departure.of(need.target);
          range.up = Math.max(range.up, by);
          range.down = Math.max(range.down, -by);
        }
      };
      const failed: Need[] = [];
      for (const need of needs) {
        const range = reached.get(need)!;
        if (isWide(range, need.width) || this.hasRectangle(need.target, need.width, what)) continue;
        if (!this.widen(need, departures, note, movable, add) || !isWide(range, need.width)) failed.push(need);
      }
      return failed;
    });
  }

  private widen(
    { target, width }: Need,
    departures: Departures,
    note: (departure: Departure) => void,
    movable: Movable,
    add: { add(cell: number): void },
  ): boolean {
    const own = ownBounds(this.system, target, movable);
    const ways: [number, number][] = [
      [Math.min(width, own.upper), Math.max(0, width - own.upper)],
      [Math.max(0, width + own.lower), Math.min(width, -own.lower)],
    ];
    for (const [up, down] of ways) {
      const steps = [up, -down].filter((by) => by !== 0);
      const found = steps.map((by) => departures.cheapest(target, by));
      if (found.some((departure) => departure === undefined)) continue;
      for (const departure of found) {
        note(departure!);
        for (const cell of departure!.moved()) {
          if (!this.isMovableAlready(cell, movable)) continue;
          add.add(cell);
          departures.free(cell);
        }
      }
      return true;
    }
    return false;
  }

  private isMovableAlready(cell: number, movable: Movable): boolean {
    return movable.n.get(cell)?.cost !== undefined || movable.e.get(cell)?.cost !== undefined;
  }

  private code(cell: number): void {
    const { n, events } = this.system.cells[cell]!;
    if (this.coded.has(cell) || this.hidden.has(cell) || this.outcomeHidden.has(cell)) return;
    const { least, most } = codePercent({ n, events: events ?? 0 }, this.rules);
    this.coded.set(cell, { least, most });
  }

  private hideOutcome(cell: number): void {
    if (this.hidden.has(cell)) return;
    this.outcomeHidden.add(cell);
    this.coded.delete(cell);
  }

  private cellsOf(tables: ReadonlySet<number>): Set<number> {
    const cells = new Set<number>();
    for (const { table, parts } of this.system.sums) if (tables.has(table)) for (const part of parts) cells.add(part);
    return cells;
  }

  /** What is unknown already, and is tied to the target through unknown cells; and what could be hidden for it. */
  private movableFor(targets: readonly Target[], reach: Reach, what: Stage): Movable {
    const candidates =
      reach === 'all-tables' ? new Set(this.system.cells.keys()) : this.cellsOf(this.tables[targets[0]!.cell]!);
    for (const { cell } of targets) candidates.add(cell);
    const n = new Map<number, Freedom>();
    const e = new Map<number, Freedom>();
    for (const cell of this.tiedTo(candidates, what)) {
      const { n: people, events, isListed, fixed } = this.system.cells[cell]!;
      const outcomes = events ?? 0;
      if (people === 0 && isListed) continue;
      if (this.hidden.has(cell) || !isListed) {
        n.set(cell, { lower: isListed ? 1 - people : -people, upper: Infinity });
        if (what !== 'people') e.set(cell, { lower: -outcomes, upper: Infinity });
        continue;
      }
      if (what === 'people') {
        if (candidates.has(cell) && fixed === undefined)
          n.set(cell, { lower: 1 - people, upper: Infinity, cost: this.costOf(cell, people) });
        continue;
      }
      const coded = this.coded.get(cell);
      const whole = { lower: -outcomes, upper: people - outcomes };
      if (this.outcomeHidden.has(cell)) e.set(cell, whole);
      else if (coded) e.set(cell, { lower: coded.least - outcomes, upper: coded.most - outcomes });
      else if (candidates.has(cell) && fixed === undefined) {
        const { least, most } = codePercent({ n: people, events: outcomes }, this.rules);
        const range = { lower: least - outcomes, upper: most - outcomes };
        e.set(cell, { ...(what === 'coded' ? range : whole), cost: this.costOf(cell, people) });
      }
    }
    return { n, e };
  }

  /** Hiding few people says less; hiding a total takes it away from every table that has it. */
  private costOf(cell: number, people: number): number {
    return (people + 10) * (this.isTotal[cell] ? 5 : 1);
  }

  /** The given cells, and every unknown cell that is tied to one of them by a chain of sums through unknown cells. */
  private tiedTo(cells: ReadonlySet<number>, what: Stage): Set<number> {
    const isUnknown = (cell: number) =>
      this.hidden.has(cell) ||
      !this.system.cells[cell]!.isListed ||
      (what !== 'people' && (this.coded.has(cell) || this.outcomeHidden.has(cell)));
    const found = new Set(cells);
    const open = [...cells];
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      for (const sum of this.sumsOfCell[cell]!) {
        const { total, parts } = this.system.sums[sum]!;
        for (const other of [total, ...parts]) {
          if (found.has(other) || !isUnknown(other)) continue;
          found.add(other);
          open.push(other);
        }
      }
    }
    return found;
  }
}

/** Counts are whole: what lies between the whole numbers within a range is nothing. */
function isWide({ up, down }: { up: number; down: number }, width: number): boolean {
  const rounding = 1e-6;
  return Math.floor(up + rounding) + Math.floor(down + rounding) >= width;
}

function ownBounds(system: CellSystem, { cell, quantity }: Target, movable: Movable): { lower: number; upper: number } {
  if (quantity === 'm') {
    const { n, events } = system.cells[cell]!;
    return { lower: (events ?? 0) - n, upper: Infinity };
  }
  return movable[quantity].get(cell) ?? { lower: 0, upper: 0 };
}
