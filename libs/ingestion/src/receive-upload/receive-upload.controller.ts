import { Access, CurrentPrincipal, districtOf, requireSchools, type Principal } from '@evenground/auth';
import { UploadAccepted, UploadQuery, isRefusal } from '@evenground/contracts';
import { Answers, IdempotencyKey, StreamedBody, throwRefusal, written, type Written } from '@evenground/http';
import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { Ingestion } from '../ingestion.js';

@Controller('uploads')
export class ReceiveUploadController {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  @Post()
  @HttpCode(202)
  @Access('records.load')
  @Answers(UploadAccepted, 202)
  @StreamedBody()
  async receive(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: UploadQuery }) { district: asked, ...query }: UploadQuery,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Req() request: IncomingMessage,
  ): Promise<Written<{ uploadId: string }>> {
    requireSchools(principal, 'district');
    const declared = request.headers['content-length'];
    const received = await this.ingestion.receiveUpload.receive({
      ...{ district: districtOf(principal, asked), query, body: request, principalId: principal.id },
      ...(declared !== undefined && { contentLength: Number(declared) }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    if (isRefusal(received)) throwRefusal(received, STATUS[received.refused] ?? 422);
    return written({ uploadId: received.uploadId }, { receiptId: received.uploadId });
  }
}

const STATUS: Readonly<Record<string, number>> = {
  'upload/truncated': 400,
  'idempotency/reused': 409,
  'mapping/unknown': 404,
};
