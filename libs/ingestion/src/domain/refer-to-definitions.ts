import { sourceOfBuiltIn, type AssessmentBody, type IndicatorDefinition } from '@evenground/contracts';
import type { Content } from './check-row.js';
import { canonicalDecimal, compareDecimals } from './read-cell.js';
import { refuseField, type RowRefusal } from './refuse-row.js';

/** What a row names that must be declared before it can count. */
export interface Reference {
  readonly kind: 'indicator' | 'assessment';
  readonly id: string;
}

export type Definition =
  | { readonly kind: 'indicator'; readonly indicator: IndicatorDefinition }
  | { readonly kind: 'assessment'; readonly assessment: AssessmentBody };

/** The definition a row depends on: its indicator, or its assessment where it has a level or a score to check. */
export function referenceOf(type: string, content: Content): Reference | undefined {
  if (type === 'observations' || type === 'counts') return { kind: 'indicator', id: String(content['indicator']) };
  if (type !== 'assessments') return undefined;
  const isChecked = content['performanceLevel'] !== undefined || content['score'] !== undefined;
  return isChecked ? { kind: 'assessment', id: String(content['assessment']) } : undefined;
}

/** Whether the row must wait as long as its definition is unknown; a score or `proficient` counts without it. */
export function waitsWithout(type: string, content: Content): boolean {
  if (type !== 'assessments') return true;
  return (
    content['performanceLevel'] !== undefined && content['score'] === undefined && content['proficient'] === undefined
  );
}

/** What is against a row that supplies the values of an indicator which the product itself computes from other records. */
export function builtInRefusal(type: string, content: Content): RowRefusal | undefined {
  if (type !== 'observations' && type !== 'counts') return undefined;
  const id = String(content['indicator']);
  const source = sourceOfBuiltIn(id);
  if (source === undefined || source === type) return undefined;
  return refuseField(
    'indicator',
    'indicator/not-observed',
    `${id} is computed from ${source}: send ${source}, or name an indicator that the district has declared with source ${type}`,
  );
}

/** What the definition says against the row. */
export function definitionRefusal(type: string, content: Content, definition: Definition): RowRefusal | undefined {
  if (definition.kind === 'assessment') return assessmentRefusal(content, definition.assessment);
  return type === 'counts'
    ? countsRefusal(content, definition.indicator)
    : observationRefusal(content, definition.indicator);
}

function assessmentRefusal(content: Content, { levels, validRange }: AssessmentBody): RowRefusal | undefined {
  const { performanceLevel, score } = content;
  if (performanceLevel !== undefined && !levels.includes(String(performanceLevel))) {
    return refuseField('performanceLevel', 'assessment/level-unknown', `one of the levels: ${levels.join(', ')}`);
  }
  if (score !== undefined && validRange !== undefined && !isWithin(String(score), validRange)) {
    return refuseField('score', 'value/out-of-range', `a score from ${validRange.min} to ${validRange.max}`);
  }
  return undefined;
}

function observationRefusal(content: Content, indicator: IndicatorDefinition): RowRefusal | undefined {
  if (indicator.source !== 'observations') {
    return refuseField(
      'indicator',
      'indicator/source-differs',
      `${indicator.id} is computed from ${indicator.source}; name an indicator whose source is observations`,
    );
  }
  const value = String(content['value']);
  if (indicator.kind === 'rate' && value !== '0' && value !== '1') {
    return refuseField('value', 'value/not-zero-or-one', `${indicator.id} is a rate: 0 or 1`);
  }
  const { validRange } = indicator;
  return validRange !== undefined && !isWithin(value, validRange)
    ? refuseField('value', 'value/out-of-range', `a value from ${validRange.min} to ${validRange.max}`)
    : undefined;
}

function countsRefusal(content: Content, indicator: IndicatorDefinition): RowRefusal | undefined {
  if (indicator.source !== 'counts') {
    return refuseField(
      'indicator',
      'indicator/source-differs',
      `${indicator.id} is computed from ${indicator.source}; name an indicator whose source is counts`,
    );
  }
  if (content['suppressed'] === true) return undefined;
  const isRate = content['events'] !== undefined;
  if (isRate === (indicator.kind === 'rate')) return undefined;
  return refuseField(
    isRate ? 'events' : 'sum',
    'counts/form-differs',
    indicator.kind === 'rate'
      ? `${indicator.id} is a rate: n and events`
      : `${indicator.id} is a mean: n, sum and sumOfSquares`,
  );
}

function isWithin(value: string, range: { readonly min: number; readonly max: number }): boolean {
  return compareDecimals(value, decimal(range.min)) >= 0 && compareDecimals(value, decimal(range.max)) <= 0;
}

/** The shortest decimal of a number, without exponent. */
function decimal(value: number): string {
  return canonicalDecimal(String(value)) ?? canonicalDecimal(value.toFixed(20)) ?? String(Math.trunc(value));
}
