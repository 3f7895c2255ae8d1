import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DistrictQuery, ThemeBody, ThemeView, ThemesQuery } from '@evenground/contracts';
import { Answers, IdempotencyKey, RunCommand, pageSchema, table } from '@evenground/http';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { PublishTheme } from './publish-theme.js';

const COLUMNS = ['id', 'name', 'method', 'by', 'group', 'said', 'contradicted', 'sources', 'publishedOn'];

@Controller('themes')
export class PublishThemeController {
  constructor(
    @Inject(PublishTheme) private readonly feature: PublishTheme,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  @Post()
  @Access('listening.write')
  publish(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: ThemeBody }) body: ThemeBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, body.district ?? query.district);
    const route = `POST /themes in ${district}`;
    return this.commands.run({ principal, route, key, body, status: 201 }, (keep) =>
      this.feature.publish({ principal, district, body }, keep),
    );
  }

  @Get()
  @Access('hypotheses.read')
  @Answers(pageSchema(ThemeView))
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: ThemesQuery }) query: ThemesQuery) {
    const { cycleId, limit, after } = query;
    const district = districtOf(principal, query.district);
    const page = await this.feature.list(principal, district, cycleId, {
      limit,
      ...(after !== undefined && { after }),
    });
    const rows = page.items.flatMap(({ counts, ...theme }) => counts.map((count) => ({ ...theme, ...count })));
    return table(COLUMNS, rows, page);
  }
}
