import type { UploadView } from '@evenground/contracts';
import type { UploadDocument } from '../collections.js';
import { rowsOf } from '../domain/upload-state.js';

export function viewOf(uploadId: string, upload: UploadDocument, visible: boolean): UploadView {
  const { status, type, format, mode, counts, startedAt, finishedAt, problem, wouldWithdraw, notices, quality } =
    upload;
  return {
    ...{ uploadId, status, format, mode, rows: rowsOf(counts), ...counts, visible, startedAt, quality },
    ...(type !== undefined && { type }),
    ...(finishedAt !== undefined && { finishedAt }),
    ...(problem !== undefined && { problem }),
    ...(status === 'needs-confirmation' && wouldWithdraw !== undefined && { wouldWithdraw }),
    ...(notices.length > 0 && { notices: [...notices] }),
  };
}
