import {
  Access,
  CurrentPrincipal,
  districtOf,
  mayReadUnsuppressed,
  requireSchools,
  schoolsOf,
  type Principal,
} from '@evenground/auth';
import { RANDOM, randomId, type Random } from '@evenground/config';
import {
  DiagnosticsDistrictQuery,
  ProblemStatementPost,
  ProblemStatementsQuery,
  ProblemStatementView,
  isRefusal,
  type ProblemStatement,
} from '@evenground/contracts';
import {
  Answers,
  IdempotencyKey,
  IdempotencyKeys,
  PageQuery,
  currentCorrelationId,
  pageOf,
  pageSchema,
  problem,
  table,
  throwRefusal,
  written,
} from '@evenground/http';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { shownStatement } from './shown-statement.js';
import { StateProblem } from './state-problem.js';

const StatementId = z.string().min(1).max(64);
const STATEMENT_COLUMNS = [
  ...['id', 'cycleId', 'state', 'indicator', 'group', 'reference', 'baseline', 'baselinePeriod', 'baselineN'],
  ...['target', 'deadline', 'sentence'],
];
const ListQuery = ProblemStatementsQuery.extend(PageQuery.shape);
type ListQuery = z.infer<typeof ListQuery>;
const ROUTE = 'POST /problem-statements';
/** Refusals that are about the state of things and not about what was sent. */
const CONFLICTS = new Set(['problem/no-gap-shown', 'problem/already-adopted', 'cycle/not-yet-known']);

/** Throws 403 for schools outside the caller's scope; no schools are the district. */
function permitted(principal: Principal): (schoolIds: readonly string[]) => void {
  return (schoolIds) => requireSchools(principal, schoolIds.length > 0 ? schoolIds : 'district');
}

function mayRead(principal: Principal, { schoolIds }: ProblemStatement): boolean {
  const held = schoolsOf(principal);
  return held === '*' || (schoolIds.length > 0 && schoolIds.every((schoolId) => held.includes(schoolId)));
}

function shownTo(principal: Principal, statement: ProblemStatement): ProblemStatementView {
  const { schoolIds } = statement;
  return shownStatement(statement, mayReadUnsuppressed(principal, schoolIds.length > 0 ? schoolIds : 'district'));
}

@Controller('problem-statements')
export class StateProblemController {
  constructor(
    @Inject(StateProblem) private readonly problems: StateProblem,
    @Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  @Post()
  @Access('problem-statements.write')
  async state(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
    @Body({ schema: ProblemStatementPost }) body: ProblemStatementPost,
    @IdempotencyKey() key: string | undefined,
  ) {
    const district = districtOf(principal, query.district ?? body.district);
    const begun = await this.keys.begin(principal, ROUTE, key, body);
    if (begun.kind === 'again') {
      return written(begun.response.body, begun.response.positions, begun.response.status);
    }
    const stated = await this.problems.state(
      district,
      body,
      this.correlationId(),
      permitted(principal),
      (statement, stream) =>
        begun.write({ status: 201, body: statement, streams: [{ topic: 'diagnostics.problem-statements', stream }] }),
    );
    if (isRefusal(stated)) throwRefusal(stated, CONFLICTS.has(stated.refused) ? 409 : 422);
    return written(stated.statement, stated.positions, 201);
  }

  @Post(':id/adopt')
  @Access('problem-statements.write')
  async adopt(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: StatementId }) id: string,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
  ) {
    const district = districtOf(principal, query.district);
    const stored = await this.problems.find(district, id);
    if (stored) permitted(principal)(stored.body.schoolIds);
    const adopted = await this.problems.adopt(district, id, this.correlationId());
    if (isRefusal(adopted)) {
      throwRefusal(
        adopted,
        adopted.refused === 'problem/unknown' ? 404 : adopted.refused === 'problem/baseline-differs' ? 422 : 409,
      );
    }
    return written(adopted.statement, adopted.positions, 200);
  }

  @Get()
  @Access('problem-statements.read')
  @Answers(pageSchema(ProblemStatementView))
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: ListQuery }) query: ListQuery) {
    const { limit, after, cycleId } = query;
    const district = districtOf(principal, query.district);
    const page = await this.problems.list(district, cycleId, { limit, ...(after !== undefined && { after }) });
    const items = page.items
      .map(({ body }) => body)
      .filter((statement) => mayRead(principal, statement))
      .map((statement) => shownTo(principal, statement));
    const rows = items.map(({ group, ...statement }) => ({ ...statement, group: JSON.stringify(group) }));
    return table(STATEMENT_COLUMNS, rows, pageOf(items, page.next));
  }

  @Get(':id')
  @Access('problem-statements.read')
  @Answers(ProblemStatementView)
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: StatementId }) id: string,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
  ) {
    const stored = await this.problems.find(districtOf(principal, query.district), id);
    if (!stored) throw problem(404, 'problem/unknown', 'There is no such problem statement.');
    permitted(principal)(stored.body.schoolIds);
    return shownTo(principal, stored.body);
  }

  private correlationId(): string {
    return currentCorrelationId() ?? randomId(this.random);
  }
}
