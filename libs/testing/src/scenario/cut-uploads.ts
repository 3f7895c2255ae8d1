import type { RunningDeployment } from '../deployment/deployment.js';
import { type UploadStatus, until } from '../deployment/api-client.js';
import { rawRequest } from '../deployment/raw-request.js';
import { mix } from './small-district.js';

export interface CutRun {
  readonly cuts: number;
  /** Uploads that the door had begun to receive; a cut inside the headers begins none. */
  readonly begun: number;
  /** Uploads that ended otherwise than `failed`, `upload/truncated`, with nothing taken in. */
  readonly wrong: readonly UploadStatus[];
  /** Students that can be seen afterwards; there must be none. */
  readonly visible: number;
}

const CUTS_PER_CALLER = 50; // below the burst of the upload limit, so that no cut meets a 429 instead
const ROWS = 2_000;

/** Sends the same file again and again and cuts the connection at a random offset of its head or body. */
export async function cutUploads(
  product: RunningDeployment,
  options: { readonly cuts: number; readonly seed: number; readonly onCut?: (cut: number, offset: number) => void },
): Promise<CutRun> {
  const { api, port } = product;
  const body = Buffer.from(
    `studentId,schoolYear,schoolId,grade\n${Array.from({ length: ROWS }, (_, row) => `cut${row},2025-26,north,05\n`).join('')}`,
  );
  let token = api.token;
  for (let cut = 0; cut < options.cuts; cut += 1) {
    if (cut % CUTS_PER_CALLER === 0) token = await callerToken(product, `cutter-${cut}`);
    const isChunked = cut % 3 === 0;
    const head = [
      `POST /api/ingestion/v1/uploads?district=${api.district}&type=students&source=cut${cut} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${token}`,
      'Content-Type: text/csv',
      isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`,
    ];
    const sent = isChunked ? Buffer.from(`${body.length.toString(16)}\r\n${body.toString()}\r\n0\r\n\r\n`) : body;
    const total = head.join('\r\n').length + 4 + sent.length;
    // The last byte is never sent; every seventh cut is one of the last ten, where a wrong end is likeliest.
    const offset =
      cut % 7 === 0 ? total - 1 - (cut % 10) : Math.floor(mix(cut, `cut of seed ${options.seed}`) * (total - 1));
    await rawRequest({ port, head, body: sent, cutAt: offset, ending: cut % 2 === 0 ? 'reset' : 'finish' });
    options.onCut?.(cut, offset);
  }
  const uploads = await until(
    () => allUploads(product),
    (seen) => seen.every(({ status }) => status === 'failed' || status === 'completed'),
    'every cut upload has an end',
  );
  const populations = await api.get<{ total: number }>('/api/diagnostics/v1/populations');
  return {
    cuts: options.cuts,
    begun: uploads.length,
    wrong: uploads.filter(
      ({ status, rows, problem }) => status !== 'failed' || rows !== 0 || problem?.code !== 'upload/truncated',
    ),
    visible: populations.body.total,
  };
}

async function callerToken({ api }: RunningDeployment, subject: string): Promise<string> {
  const person = { subject, roles: ['data-steward'], districts: [api.district], schools: '*' };
  return (await api.post<{ token: string }>('/sign-in/people', person)).body.token;
}

async function allUploads({ api }: RunningDeployment): Promise<UploadStatus[]> {
  const found: UploadStatus[] = [];
  let after: string | undefined;
  do {
    const page = await api.get<{ items: UploadStatus[]; next?: string | null }>('/api/ingestion/v1/uploads', {
      limit: '200',
      after,
    });
    found.push(...page.body.items);
    after = page.body.next ?? undefined;
  } while (after !== undefined);
  return found;
}
