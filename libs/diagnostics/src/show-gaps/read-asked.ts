import { districtOf, type Principal } from '@evenground/auth';
import { isRefusal, type QuestionQuery } from '@evenground/contracts';
import { throwRefusal } from '@evenground/http';
import { unknownIndicator } from '../define-indicators/define-indicators.controller.js';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { filtersOf, itemsOf } from './read-query.js';
import { schoolsAskedExact } from './show-gaps.controller.js';
import type { GapsAsked } from './show-gaps.js';

type Query = Pick<QuestionQuery, 'district' | 'period' | 'school' | 'where' | 'reference'>;

/**
 * What is asked of an analysis that shows every live cell.
 *
 * @throws 403 for who may not see them all, 404 for an unknown indicator, 422 for a filter that is none
 */
export async function askedExactly(
  principal: Principal,
  query: Query,
  indicator: string,
  catalogue: IndicatorCatalogue,
): Promise<GapsAsked> {
  const district = districtOf(principal, query.district);
  const schools = schoolsAskedExact(principal, itemsOf(query.school));
  const where = filtersOf(query.where);
  if (isRefusal(where)) throwRefusal(where, 422);
  const definition = await catalogue.definition(district, indicator);
  if (!definition) throw await unknownIndicator(catalogue, district, indicator);
  return {
    ...{ district, definition, where, by: [], reference: query.reference ?? 'others' },
    ...(query.period !== undefined && { period: query.period }),
    ...(schools && { schools }),
  };
}
