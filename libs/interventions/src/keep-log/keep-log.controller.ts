import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DistrictQuery, LogEntryView, LogNoteBody, LogQuery } from '@evenground/contracts';
import { Answers, IdempotencyKey, RunCommand, pageSchema, table } from '@evenground/http';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { KeepLog } from './keep-log.js';

const COLUMNS = ['seq', 'at', 'byRole', 'byPseudonym', 'kind', 'text', 'refs', 'corrects', 'previousHash', 'hash'];

@Controller('cycles/:id/log')
export class KeepLogController {
  constructor(
    @Inject(KeepLog) private readonly feature: KeepLog,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  @Post()
  @Access('decision-log.write')
  add(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: LogNoteBody }) body: LogNoteBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const route = `POST /cycles/${cycleId}/log in ${district}`;
    return this.commands.run({ principal, route, key, body, status: 201 }, (keep) =>
      this.feature.add({ principal, district, cycleId }, body, keep),
    );
  }

  @Get()
  @Access('decision-log.read')
  @Answers(pageSchema(LogEntryView))
  async list(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: LogQuery }) query: LogQuery,
  ): Promise<unknown> {
    const call = { principal, district: districtOf(principal, query.district), cycleId };
    if (query.verify === 'true') return this.feature.verify(call);
    const page = await this.feature.list(call, query);
    const rows = page.items.map((entry) => ({ ...entry, refs: entry.refs.join(';') }));
    return table(COLUMNS, rows, page);
  }

  @Get('head')
  @Access('decision-log.read')
  head(
    @CurrentPrincipal() principal: Principal,
    @Param('id') cycleId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
  ): Promise<unknown> {
    return this.feature.head({ principal, district: districtOf(principal, query.district), cycleId });
  }
}
