import type { IndicatorDefinition } from '../indicators.js';

export type Declared = Pick<
  IndicatorDefinition,
  'id' | 'name' | 'construct' | 'source' | 'reduce' | 'grain' | 'direction' | 'timing'
> &
  Partial<IndicatorDefinition>;

/** A definition of the product with what most of them share. */
export function builtIn(declared: Declared): IndicatorDefinition {
  return {
    kind: 'rate',
    scale: 0,
    attribution: 'accountable',
    per: 1,
    needsDeclaration: false,
    builtIn: true,
    version: 1,
    ...declared,
  };
}
