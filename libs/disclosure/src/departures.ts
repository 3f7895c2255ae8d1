import {
  withLinearProgram,
  type LinearConstraint,
  type LinearVariable,
  type Optimum,
  type Term,
} from '@evenground/statistics';
import type { CellSystem } from './cell-system.js';

/** `n`: people; `e`: those with the outcome; `m`: those without it, where both may move. */
export type Quantity = 'n' | 'e' | 'm';

/** How far a quantity of a cell may lie from its true value while everything that is shown stays as it is. */
export interface Freedom {
  readonly lower: number;
  readonly upper: number;
  /** What it costs, per person, to let a shown cell move: it would have to be hidden. Absent = it moves freely. */
  readonly cost?: number;
}

export interface Movable {
  readonly n: ReadonlyMap<number, Freedom>;
  readonly e: ReadonlyMap<number, Freedom>;
}

export interface Target {
  readonly cell: number;
  readonly quantity: Quantity;
}

/** One set of tables that show the same: what each movable quantity differs by from the true one. */
export interface Departure {
  of(target: Target): number;
  /** Cells of which people or outcomes differ. */
  moved(): ReadonlySet<number>;
}

/** All tables that show the same as the true ones, by their departures from them; no departure at all is one. */
export interface Departures {
  /** The departure with the largest sum of the targets (× sign); `undefined` where nothing bounds it. */
  farthest(targets: readonly Target[], sign: 1 | -1): Departure | undefined;
  /** The cheapest departure in which the target differs by `by`; `undefined` when there is none. */
  cheapest(target: Target, by: number): Departure | undefined;
  /** From here on the cell moves freely: it is hidden. */
  free(cell: number): void;
}

const STILL = 1e-6; // a departure below it is the solver's rounding: counts differ by whole people

/** Opens the program of everything that may move: sums hold on both sides, and no cell has more outcomes than people. */
export function withDepartures<Result>(
  system: CellSystem,
  movable: Movable,
  use: (departures: Departures) => Result,
): Result {
  const plan = planOf(system, movable);
  return withLinearProgram(plan, (minimise, bound) => {
    const costs = new Map(plan.costs);
    const found = (optimum: Optimum) => (optimum.status === 'optimal' ? departureIn(plan, optimum.values) : undefined);
    return use({
      farthest: (targets, sign) =>
        found(minimise(targets.flatMap((target) => plan.termsOf(target).map((term) => times(term, -sign))))),
      cheapest: (target, by) => {
        const variable = plan.termsOf(target)[0]!.variable;
        const own = plan.variables[variable]!;
        if (by < own.lower - STILL || by > own.upper + STILL) return undefined;
        bound(variable, { lower: by, upper: by });
        const departure = found(minimise([...costs].map(([paid, factor]) => ({ variable: paid, factor }))));
        bound(variable, own);
        return departure;
      },
      free: (cell) => {
        for (const quantity of ['n', 'e'] as const)
          for (const { variable } of plan.terms[quantity].get(cell) ?? []) costs.delete(variable);
      },
    });
  });
}

interface Plan {
  readonly variables: readonly LinearVariable[];
  readonly constraints: readonly LinearConstraint[];
  readonly costs: readonly (readonly [variable: number, cost: number])[];
  readonly terms: Readonly<Record<Quantity, ReadonlyMap<number, readonly Term[]>>>;
  termsOf(target: Target): readonly Term[];
}

function planOf(system: CellSystem, movable: Movable): Plan {
  const variables: LinearVariable[] = [];
  const costs: [number, number][] = [];
  const constraints: LinearConstraint[] = [];
  const terms = { n: new Map<number, Term[]>(), e: new Map<number, Term[]>(), m: new Map<number, Term[]>() };
  /** A free quantity is one variable; one that costs is what it grows by less what it shrinks by. */
  const declare = ({ lower, upper, cost }: Freedom): Term[] => {
    const variable = variables.length;
    if (cost === undefined) {
      variables.push({ lower, upper });
      return [{ variable, factor: 1 }];
    }
    variables.push({ lower: 0, upper: Math.max(0, upper) }, { lower: 0, upper: Math.max(0, -lower) });
    costs.push([variable, cost], [variable + 1, cost]);
    return [
      { variable, factor: 1 },
      { variable: variable + 1, factor: -1 },
    ];
  };
  for (const quantity of ['n', 'e'] as const)
    for (const [cell, freedom] of movable[quantity]) terms[quantity].set(cell, declare(freedom));
  for (const { total, parts } of system.sums) {
    for (const quantity of ['n', 'e'] as const) {
      const own = terms[quantity];
      const line = parts.flatMap((part) => own.get(part) ?? []);
      const less = (own.get(total) ?? []).map((term) => times(term, -1));
      if (line.length + less.length > 0) constraints.push({ terms: [...line, ...less], lower: 0, upper: 0 });
    }
  }
  for (const [cell, people] of terms.n) {
    const outcomes = terms.e.get(cell);
    if (!outcomes) continue;
    const { n, events } = system.cells[cell]!;
    const without = declare({ lower: (events ?? 0) - n, upper: Infinity });
    terms.m.set(cell, without);
    const less = [...outcomes, ...without].map((term) => times(term, -1));
    constraints.push({ terms: [...people, ...less], lower: 0, upper: 0 });
  }
  return { variables, constraints, costs, terms, termsOf: ({ cell, quantity }) => terms[quantity].get(cell) ?? [] };
}

function departureIn(plan: Plan, values: Float64Array): Departure {
  const valueOf = (terms: readonly Term[]) =>
    terms.reduce((sum, { variable, factor }) => sum + factor * values[variable]!, 0);
  return {
    of: (target) => valueOf(plan.termsOf(target)),
    moved: () => {
      const moved = new Set<number>();
      for (const quantity of ['n', 'e'] as const)
        for (const [cell, terms] of plan.terms[quantity]) if (Math.abs(valueOf(terms)) > STILL) moved.add(cell);
      return moved;
    },
  };
}

function times({ variable, factor }: Term, by: number): Term {
  return { variable, factor: factor * by };
}
