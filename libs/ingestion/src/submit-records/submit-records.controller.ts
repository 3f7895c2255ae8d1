import { Access, CurrentPrincipal, districtOf, requireSchools, type Principal } from '@evenground/auth';
import { RecordsBody, type RecordResult } from '@evenground/contracts';
import { IdempotencyKey, IdempotencyKeys, written, type Written } from '@evenground/http';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Ingestion } from '../ingestion.js';

const MOST_POSITIONS = 8;

@Controller('records')
export class SubmitRecordsController {
  constructor(
    @Inject(Ingestion) private readonly ingestion: Ingestion,
    @Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys,
  ) {}

  @Post()
  @HttpCode(200)
  @Access('records.load')
  async submit(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: RecordsBody }) body: RecordsBody,
    @IdempotencyKey() key: string | undefined,
  ): Promise<Written> {
    const district = districtOf(principal, body.district);
    requireSchools(principal, 'district');
    const begun = await this.keys.begin(principal, `POST /records in ${district}`, key, body);
    if (begun.kind === 'again') return written(begun.response.body, begun.response.positions, begun.response.status);
    const { receiptId, results, positions } = await this.ingestion.submitRecords.submit({
      ...{ district, body, principalId: principal.id },
      beside: (answer: { readonly receiptId: string; readonly results: readonly RecordResult[] }) =>
        begun.write({ status: 200, body: answer, positions: { receiptId: answer.receiptId } }),
    });
    return written({ receiptId, results }, positions.length <= MOST_POSITIONS ? positions : { receiptId });
  }
}
