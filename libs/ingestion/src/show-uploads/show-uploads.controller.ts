import { Access, CurrentPrincipal, districtOf, inDistrict, schoolsOf, type Principal } from '@evenground/auth';
import { DistrictQuery, QuarantineItem, UploadView } from '@evenground/contracts';
import { Answers, PageQuery, pageOf, pageSchema, problem, table, type PageAnswer, type Table } from '@evenground/http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Ingestion } from '../ingestion.js';

const UPLOAD_COLUMNS = [
  ...['uploadId', 'status', 'type', 'format', 'mode', 'rows', 'accepted', 'unchanged', 'quarantined', 'waiting'],
  ...['suppressed', 'withdrawn', 'stale', 'visible', 'startedAt', 'finishedAt', 'problem'],
];
const ListQuery = z.strictObject({ ...DistrictQuery.shape, ...PageQuery.shape });

@Controller('uploads')
export class ShowUploadsController {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  @Get()
  @Access('records.read')
  @Answers(pageSchema(UploadView))
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: ListQuery }) { district, ...page }: z.infer<typeof ListQuery>,
  ): Promise<Table<PageAnswer<UploadView>>> {
    const { items, next } = await this.ingestion.showUploads.list(districtOf(principal, district), page);
    const rows = items.map((item) => ({ ...item, problem: item.problem?.code }));
    return table(UPLOAD_COLUMNS, rows, pageOf(items, next));
  }

  @Get(':uploadId')
  @Access('records.read')
  @Answers(UploadView)
  async show(@CurrentPrincipal() principal: Principal, @Param('uploadId') uploadId: string): Promise<UploadView> {
    return this.viewOf(principal, uploadId);
  }

  @Get(':uploadId/quarantine')
  @Access('records.read')
  @Answers(pageSchema(QuarantineItem))
  async quarantine(
    @CurrentPrincipal() principal: Principal,
    @Param('uploadId') uploadId: string,
    @Query({ schema: PageQuery }) page: PageQuery,
  ): Promise<unknown> {
    await this.viewOf(principal, uploadId);
    const { items, next } = await this.ingestion.quarantineItems.list(uploadId, schoolsOf(principal), page);
    const rows = items.map(({ row, ...item }: QuarantineItem) => ({
      ...item,
      row: row === null ? null : JSON.stringify(row),
    }));
    return table(['id', 'line', 'file', 'field', 'code', 'message', 'row'], rows, pageOf(items, next));
  }

  private async viewOf(principal: Principal, uploadId: string): Promise<UploadView> {
    const shown = await this.ingestion.showUploads.show(uploadId);
    if (shown === undefined || !inDistrict(principal, shown.district))
      throw problem(404, 'upload/unknown', 'There is no such upload.');
    return shown.view;
  }
}
