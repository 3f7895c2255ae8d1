import { scaleLinear } from 'd3-scale';

/** A scale from 0 (or the lowest, when negative) that has room for all; hidden numbers are not among them. */
export interface Scale {
  /** Place in percent of the width, 0–100. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

export function scaleOver(values: readonly (number | null | undefined)[], tickCount = 4): Scale {
  const known = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  const low = Math.min(0, ...known);
  const high = Math.max(...known, Number.MIN_VALUE);
  const scale = scaleLinear()
    .domain([low, high === Number.MIN_VALUE ? 1 : high])
    .nice(tickCount)
    .range([0, 100]);
  return { at: (value) => scale(value), ticks: scale.ticks(tickCount) };
}
