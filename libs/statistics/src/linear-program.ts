import type { Model } from 'highs';
import loadHighs from 'highs';

/** A variable and its factor in a sum. */
export interface Term {
  variable: number;
  factor: number;
}

/** lower ≤ Σ factor·variable ≤ upper. */
export interface LinearConstraint {
  terms: readonly Term[];
  lower: number;
  upper: number;
}

export interface LinearVariable {
  lower: number;
  upper: number;
  isWhole?: boolean;
}

export interface LinearProgram {
  variables: readonly LinearVariable[];
  constraints: readonly LinearConstraint[];
}

export type Optimum =
  { status: 'optimal'; objective: number; values: Float64Array } | { status: 'infeasible' | 'unbounded' };

/** Finds the smallest value of Σ factor·variable within the program it was opened for. */
export type Minimise = (objective: readonly Term[]) => Optimum;

/** Changes the bounds of a variable from here on. */
export type Bound = (variable: number, bounds: LinearVariable) => void;

// Loaded once with the module, because the solver can only be instantiated asynchronously and the measures built on it
// are plain functions.
// The cast is there because the package's types describe its CommonJS form, where the function sits under `default`.
const highs = await (loadHighs as unknown as typeof loadHighs.default)();

/** Smallest tolerances the solver accepts, so that its bounds are exact to nine digits; no gap left by branch and bound. */
const EXACT = {
  output_flag: false,
  primal_feasibility_tolerance: 1e-10,
  dual_feasibility_tolerance: 1e-10,
  mip_feasibility_tolerance: 1e-10,
  mip_rel_gap: 0,
  mip_abs_gap: 0,
};

/**
 * Opens a linear or mixed-integer program in HiGHS, lets `use` minimise over it as often as it likes, and frees it.
 *
 * @throws Error if the solver ends without an answer, which the programs of this library give it no reason to
 */
export function withLinearProgram<Result>(
  program: LinearProgram,
  use: (minimise: Minimise, bound: Bound) => Result,
): Result {
  const model = highs.createModel();
  try {
    model.options.set(EXACT);
    model.passModel(modelData(program));
    const costs = new Float64Array(program.variables.length);
    const minimise: Minimise = (objective) => {
      const wanted = new Float64Array(costs.length);
      for (const { variable, factor } of objective) wanted[variable]! += factor;
      wanted.forEach((cost, variable) => {
        if (cost !== costs[variable]) model.changeColCost(variable, cost);
      });
      costs.set(wanted);
      return solve(model);
    };
    return use(minimise, (variable, { lower, upper }) => void model.changeColBounds(variable, lower, upper));
  } finally {
    model.dispose();
  }
}

function solve(model: Model): Optimum {
  let { modelStatus } = model.run();
  if (modelStatus === highs.constants.modelStatus.unknown) {
    // The solver lost its way from where the last solution was: it begins anew.
    model.clearSolver();
    ({ modelStatus } = model.run());
  }
  const { optimal, infeasible, unbounded, unboundedOrInfeasible } = highs.constants.modelStatus;
  switch (modelStatus) {
    case optimal:
      return { status: 'optimal', objective: model.getObjectiveValue(), values: model.getSolution().colValue };
    case infeasible:
      return { status: 'infeasible' };
    case unbounded:
    case unboundedOrInfeasible:
      return { status: 'unbounded' };
    default:
      throw new Error(`the linear program ended with solver status ${modelStatus}`);
  }
}

function modelData({ variables, constraints }: LinearProgram) {
  const { continuous, integer } = highs.constants.variableType;
  const starts = [0];
  for (const { terms } of constraints) starts.push((starts.at(-1) ?? 0) + terms.length);
  const terms = constraints.flatMap((constraint) => constraint.terms);
  return {
    numCols: variables.length,
    numRows: constraints.length,
    colCost: variables.map(() => 0),
    colLower: variables.map(({ lower }) => lower),
    colUpper: variables.map(({ upper }) => upper),
    rowLower: constraints.map(({ lower }) => lower),
    rowUpper: constraints.map(({ upper }) => upper),
    matrix: {
      format: 'csr' as const,
      numRows: constraints.length,
      numCols: variables.length,
      starts,
      indices: terms.map(({ variable }) => variable),
      values: terms.map(({ factor }) => factor),
    },
    ...(variables.some(({ isWhole }) => isWhole) && {
      integrality: variables.map(({ isWhole }) => (isWhole ? integer : continuous)),
    }),
  };
}
