import type { CellSystem, Shown } from './cell-system.js';
import { codePercent } from './code-percent.js';
import { withDepartures, type Freedom, type Target } from './departures.js';
import type { ProtectionRules } from './protect.js';
import { Rectangles } from './rectangles.js';
import { slackIn, unknownOf } from './unknown.js';

/** What a reader can work out about a number: the least and the most it can be. */
export interface AuditedNumber extends Target {
  readonly least: number;
  readonly most: number;
}

/**
 * The attack on what is about to be shown: for every small number, how narrowly it can be told from all the others.
 *
 * @returns the numbers whose range is narrower than they need; none = safe
 */
export function exposedNumbers(system: CellSystem, shown: readonly Shown[], rules: ProtectionRules): AuditedNumber[] {
  const movable = movableOf(system, shown, rules);
  const unknown = system.cells.map((cell, index) => unknownOf(cell, shown[index]!, rules));
  const rectangles = new Rectangles(system);
  const needs = needsOf(system, shown, rules).filter(
    (need) =>
      !rectangles.isWide(need, need.width, (cell, direction) => slackIn(system.cells[cell]!, unknown[cell], direction)),
  );
  const components = componentsOf(system, new Set([...movable.n.keys(), ...movable.e.keys()]));
  const exposed: AuditedNumber[] = [];
  for (const component of components) {
    const within = needs.filter(({ cell }) => component.has(cell));
    if (within.length === 0) continue;
    const part = (freedoms: ReadonlyMap<number, Freedom>) =>
      new Map([...freedoms].filter(([cell]) => component.has(cell)));
    const ranges = new Map(within.map((need) => [need, { up: 0, down: 0 }]));
    withDepartures(system, { n: part(movable.n), e: part(movable.e) }, (departures) => {
      const look = (targets: readonly (Target & { width: number })[], sign: 1 | -1) => {
        const departure = departures.farthest(targets, sign);
        for (const need of within) {
          const range = ranges.get(need)!;
          const by = departure ? departure.of(need) : targets.includes(need) ? sign * need.width : 0;
          range.up = Math.max(range.up, by);
          range.down = Math.max(range.down, -by);
        }
      };
      const isOpen = (need: Target & { width: number }) => {
        const { up, down } = ranges.get(need)!;
        return Math.floor(up + 1e-6) + Math.floor(down + 1e-6) < need.width;
      };
      // Many at once first: most numbers are seen to be wide by the way.
      for (const quantity of ['n', 'e', 'm'] as const) {
        const open = within.filter((need) => need.quantity === quantity && isOpen(need));
        if (open.length > 1) look(open, 1);
        if (open.length > 1) look(open.filter(isOpen), -1);
      }
      for (const need of within) {
        if (isOpen(need)) look([need], 1);
        if (isOpen(need)) look([need], -1);
        if (isOpen(need)) exposed.push(audited(system, need, ranges.get(need)!));
      }
    });
  }
  return exposed;
}

function audited(system: CellSystem, target: Target, { up, down }: { up: number; down: number }): AuditedNumber {
  const { n, events } = system.cells[target.cell]!;
  const value = target.quantity === 'n' ? n : target.quantity === 'e' ? (events ?? 0) : n - (events ?? 0);
  return { cell: target.cell, quantity: target.quantity, least: value - down, most: value + up };
}

function movableOf(system: CellSystem, shown: readonly Shown[], rules: ProtectionRules) {
  const n = new Map<number, Freedom>();
  const e = new Map<number, Freedom>();
  system.cells.forEach(({ n: people, events, isListed }, cell) => {
    if (shown[cell] === 'exact' || (people === 0 && isListed)) return;
    if (shown[cell] === 'hidden' || shown[cell] === 'unlisted')
      n.set(cell, { lower: isListed ? 1 - people : -people, upper: Infinity });
    if (events === null) return;
    if (shown[cell] === 'coded') {
      const { least, most } = codePercent({ n: people, events }, rules);
      e.set(cell, { lower: least - events, upper: most - events });
    } else e.set(cell, { lower: -events, upper: shown[cell] === 'outcome-hidden' ? people - events : Infinity });
  });
  return { n, e };
}

function needsOf(system: CellSystem, shown: readonly Shown[], rules: ProtectionRules): (Target & { width: number })[] {
  const { minimumN, protection, outcomeCandidates } = rules;
  return system.cells.flatMap(({ n, events, isListed }, cell) => {
    if (!isListed || n === 0 || shown[cell] === 'exact') return [];
    const needs: (Target & { width: number })[] = [];
    const isHidden = shown[cell] === 'hidden';
    if (isHidden && n < minimumN) {
      const width = Math.max(protection.absolute, Math.ceil(protection.share * n));
      needs.push({ cell, quantity: 'n', width });
    }
    if (events === null) return needs;
    const isSmall = n < minimumN || events < minimumN || n - events < minimumN;
    if (!isSmall) return needs;
    const width = shown[cell] === 'coded' ? outcomeCandidates - 1 : protection.absolute;
    needs.push({ cell, quantity: 'e', width });
    if (isHidden) needs.push({ cell, quantity: 'm', width });
    return needs;
  });
}

/** Unknown cells that sums tie to each other; between components nothing can be told. */
function componentsOf(system: CellSystem, unknown: ReadonlySet<number>): ReadonlySet<number>[] {
  const parent = new Map([...unknown].map((cell) => [cell, cell]));
  const rootOf = (cell: number): number => {
    let root = cell;
    while (parent.get(root) !== root) root = parent.get(root)!;
    for (let at = cell; at !== root;) {
      const next = parent.get(at)!;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { total, parts } of system.sums) {
    const [first, ...others] = [total, ...parts].filter((cell) => unknown.has(cell));
    for (const other of others) parent.set(rootOf(other), rootOf(first!));
  }
  const components = new Map<number, Set<number>>();
  for (const cell of unknown) {
    const root = rootOf(cell);
    const component = components.get(root) ?? new Set();
    components.set(root, component.add(cell));
  }
  return [...components.values()];
}
