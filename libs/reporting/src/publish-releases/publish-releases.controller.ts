import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import {
  ReleaseGapsAnswer,
  ReleaseGapsQuery,
  ReleaseParams,
  ReleasePost,
  ReleaseView,
  ReportingDistrictQuery,
  ReportingPageQuery,
} from '@evenground/contracts';
import { Answers, IdempotencyKey, type PageAnswer, RunCommand, type Table, pageSchema, table } from '@evenground/http';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { PublishReleases } from './publish-releases.js';

const LIST_COLUMNS = ['releaseId', 'title', 'state', 'requestedAt', 'publishedAt', 'hash'];
const COLUMNS = ['n', 'events', 'rate', 'low', 'high', 'mean', 'display', 'suppressed'];

@Controller('releases')
export class PublishReleasesController {
  constructor(
    @Inject(PublishReleases) private readonly feature: PublishReleases,
    @Inject(RunCommand) private readonly commands: RunCommand,
  ) {}

  @Post()
  @Access('releases.prepare')
  ask(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: ReportingDistrictQuery }) query: ReportingDistrictQuery,
    @Body({ schema: ReleasePost }) body: ReleasePost,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district ?? body.district);
    return this.commands.run({ principal, route: `POST /releases in ${district}`, key, body, status: 202 }, (keep) =>
      this.feature.ask(principal, district, body, keep),
    );
  }

  @Post(':releaseId/approve')
  @Access('releases.approve')
  approve(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: ReleaseParams }) { releaseId }: ReleaseParams,
    @Query({ schema: ReportingDistrictQuery }) query: ReportingDistrictQuery,
    @IdempotencyKey() key: string | undefined,
  ): Promise<unknown> {
    const district = districtOf(principal, query.district);
    const route = `POST /releases/${releaseId}/approve in ${district}`;
    return this.commands.run<ReleaseView>({ principal, route, key, body: {}, status: 200 }, (keep) =>
      this.feature.approve(principal, district, releaseId, keep),
    );
  }

  @Get()
  @Access('releases.read')
  @Answers(pageSchema(ReleaseView))
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: ReportingPageQuery }) query: ReportingPageQuery,
  ): Promise<Table<PageAnswer<ReleaseView>>> {
    const page = await this.feature.list(principal, districtOf(principal, query.district), {
      limit: query.limit,
      ...(query.after !== undefined && { after: query.after }),
    });
    return table(
      LIST_COLUMNS,
      page.items.map((release) => ({ ...release })),
      page,
    );
  }

  @Get(':releaseId')
  @Access('releases.read')
  @Answers(ReleaseView)
  one(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: ReleaseParams }) { releaseId }: ReleaseParams,
    @Query({ schema: ReportingDistrictQuery }) query: ReportingDistrictQuery,
  ): Promise<ReleaseView> {
    return this.feature.one(principal, districtOf(principal, query.district), releaseId);
  }

  /** The published numbers: as they were sealed, whatever has happened since. */
  @Get(':releaseId/gaps')
  @Access('releases.read')
  @Answers(ReleaseGapsAnswer)
  async gaps(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: ReleaseParams }) { releaseId }: ReleaseParams,
    @Query({ schema: ReleaseGapsQuery }) query: ReleaseGapsQuery,
  ): Promise<Table<ReleaseGapsAnswer>> {
    const answer = await this.feature.gaps(principal, districtOf(principal, query.district), releaseId, query);
    const rows = answer.groups.map(({ group, schoolId, ...numbers }) => ({ school: schoolId, ...group, ...numbers }));
    return table(['school', ...answer.by, ...COLUMNS], rows, answer);
  }
}
