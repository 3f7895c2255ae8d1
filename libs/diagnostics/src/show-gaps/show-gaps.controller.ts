import {
  Access,
  CurrentPrincipal,
  districtOf,
  mayReadUnsuppressed,
  requireSchools,
  schoolsOf,
  type Principal,
} from '@evenground/auth';
import { GapsAnswer, GapsQuery, isRefusal } from '@evenground/contracts';
import type { Filter } from '@evenground/cube';
import { Answers, problem, table, throwRefusal } from '@evenground/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { unknownIndicator } from '../define-indicators/define-indicators.controller.js';
import { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import { isDerived } from './derived-attributes.js';
import { filtersOf, itemsOf } from './read-query.js';
import { ShowGaps, type Reader } from './show-gaps.js';

/** The schools a question is about: those asked, else all the caller may see; absent = the district. */
export function schoolsAsked(principal: Principal, asked: readonly string[]): readonly string[] | undefined {
  const held = schoolsOf(principal);
  const schools = asked.length > 0 ? asked : held === '*' ? undefined : held;
  requireSchools(principal, schools ?? 'district');
  return schools;
}

/**
 * The same for an answer that no disclosure control is made for: only who may see every live cell of them gets it.
 *
 * @throws 403 `scope/outside` for anybody else
 */
export function schoolsAskedExact(principal: Principal, asked: readonly string[]): readonly string[] | undefined {
  const schools = schoolsAsked(principal, asked);
  if (!mayReadUnsuppressed(principal, schools ?? 'district')) {
    throw problem(403, 'scope/outside', 'Only who sees every live cell of these schools may ask this.');
  }
  return schools;
}

/** Whom an answer about these schools is for. */
export function readerOf(principal: Principal, schools: readonly string[] | undefined): Reader {
  return { held: schoolsOf(principal), isUnsuppressed: mayReadUnsuppressed(principal, schools ?? 'district') };
}

/** @throws 403 `scope/outside` for who may not see every live cell of the whole district */
export function requireWholeDistrict(principal: Principal): void {
  requireSchools(principal, 'district');
  if (mayReadUnsuppressed(principal, 'district')) return;
  throw problem(403, 'scope/outside', 'Only who sees every live cell of the district may ask this.');
}

/**
 * Groups that are put together of others, and periods that are, would tell the parts by subtraction: disclosure control
 * looks at one answer, so that only who sees every live cell may ask for them.
 *
 * @throws 403 `scope/outside`
 */
export function requirePlain(
  where: readonly Filter[],
  by: readonly string[],
  { rolling = 1, multirace = 'federal' }: { readonly rolling?: number; readonly multirace?: string } = {},
): void {
  const isDerivedAsked = [...by, ...where.map(({ attribute }) => attribute)].some(isDerived);
  if (!isDerivedAsked && rolling === 1 && multirace === 'federal') return;
  throw problem(
    403,
    'scope/outside',
    'Only who sees every live cell may ask for composite groups, groups of schools, races in combination or rolling periods.',
  );
}

const COLUMNS = ['n', 'events', 'rate', 'mean', 'low', 'high', 'display', 'suppressed', 'reason'];
/** First line of a CSV that holds small cells. */
export const UNSUPPRESSED_NOTICE =
  'Contains small groups of students: for work inside the district, not for publication.';

@Controller()
export class ShowGapsController {
  constructor(
    @Inject(ShowGaps) private readonly gaps: ShowGaps,
    @Inject(IndicatorCatalogue) private readonly catalogue: IndicatorCatalogue,
  ) {}

  @Get('gaps')
  @Access('gaps.read-live')
  @Answers(GapsAnswer)
  async show(@CurrentPrincipal() principal: Principal, @Query({ schema: GapsQuery }) query: GapsQuery) {
    const district = districtOf(principal, query.district);
    const schools = schoolsAsked(principal, itemsOf(query.school));
    const where = filtersOf(query.where);
    if (isRefusal(where)) throwRefusal(where, 422);
    const reader = readerOf(principal, schools);
    if (!reader.isUnsuppressed) requirePlain(where, itemsOf(query.by), query);
    const definition = await this.catalogue.definition(district, query.indicator);
    if (!definition) throw await unknownIndicator(this.catalogue, district, query.indicator);
    const asked = {
      ...{ district, definition, where, by: itemsOf(query.by), reference: query.reference ?? 'others' },
      ...(query.period !== undefined && { period: query.period }),
      ...(schools && { schools }),
      ...(query.minimumEffect !== undefined && { minimumEffect: query.minimumEffect }),
      ...(query.rolling !== undefined && { rolling: query.rolling }),
      ...(query.multirace !== undefined && { multirace: query.multirace }),
    };
    const answer = await this.gaps.gapsFor(asked, reader);
    if (isRefusal(answer)) throwRefusal(answer, 422);
    return tableOf(answer);
  }
}

function tableOf(answer: GapsAnswer) {
  const rows = answer.groups.map(({ group, interval, ...measured }) => ({
    ...group,
    ...measured,
    low: interval?.low,
    high: interval?.high,
  }));
  return table(
    [...answer.by, ...COLUMNS],
    rows,
    answer,
    answer.unsuppressed ? { notice: UNSUPPRESSED_NOTICE } : undefined,
  );
}
