import { type JournalEntry, naturalKey, yearOfDate, yearOfPeriod } from '../../../../tools/oracle/oracle.mjs';
import type { ApiClient, UploadStatus } from '../deployment/api-client.js';

export type Row = Readonly<Record<string, string>>;

/** Does things as a client would, and writes down what was acknowledged: the oracle's only input. */
export class Actor {
  readonly journal: JournalEntry[] = [];
  /** Sequence of the uploads in the order in which the door accepted them. */
  #sequence = 0;

  constructor(public api: ApiClient) {}

  /** Sends rows as a CSV file and waits until they are visible. All rows must be valid. */
  async upload(type: string, rows: readonly Row[], query: Record<string, string> = {}): Promise<UploadStatus> {
    return this.settle(await this.begin(type, rows, query));
  }

  /** Sends a file and returns when the door accepted it. */
  async begin(type: string, rows: readonly Row[], query: Record<string, string> = {}): Promise<string> {
    const sent = await this.api.send(type, csvOf(rows), query);
    if (sent.status !== 202) throw new Error(`upload of ${type} was answered ${sent.status}: ${sent.text}`);
    this.note(type, rows, query);
    return sent.body.uploadId;
  }

  /** Writes down an accepted file. */
  note(type: string, rows: readonly Row[], query: Record<string, string> = {}): void {
    const sequence = ++this.#sequence;
    const source = query['source'] ?? 'default';
    rows.forEach((row, index) =>
      this.journal.push({ kind: 'rows', type, sequence, line: index + 2, row: known(row), source }),
    );
    if (query['mode'] === 'replace') {
      const years = [...new Set(rows.map(yearOf))];
      this.journal.push({
        kind: 'replace',
        type,
        sequence,
        years,
        source,
        keys: new Set(rows.map((row) => naturalKey(type, known(row)))),
      });
    }
    if (type === 'discipline' || type === 'courses')
      this.journal.push({
        kind: 'completed-upload',
        type,
        schools: rows.map((row) => [row['schoolId'] ?? '', yearOf(row)] as [string, string]),
      });
  }

  /** Writes down that one record was taken back. */
  noteWithdrawal(type: string, key: string): void {
    this.journal.push({ kind: 'withdraw', type, sequence: ++this.#sequence, line: 0, key });
  }

  async settle(uploadId: string, timeoutMs?: number): Promise<UploadStatus> {
    const status = await this.api.settled(uploadId, timeoutMs);
    if (status.rows !== status.accepted + status.unchanged + status.quarantined + status.waiting)
      throw new Error(`rows do not add up: ${JSON.stringify(status)}`);
    return status;
  }

  async defineIndicator(
    id: string,
    definition: { name: string; source: 'observations'; kind: 'rate' | 'mean'; scale?: number },
  ): Promise<void> {
    await expectStatus(
      this.api.put(`/api/diagnostics/v1/indicators/${id}`, {
        ...definition,
        direction: 'higher-is-better',
        timing: 'leading',
      }),
      [200, 201],
    );
    const former = this.journal.findIndex((entry) => entry.kind === 'indicator' && entry.id === id);
    if (former >= 0) this.journal.splice(former, 1);
    this.journal.push({ kind: 'indicator', id, definition });
  }

  async defineAssessment(id: string, levels: string[], proficientFrom: string): Promise<void> {
    await expectStatus(
      this.api.put(`/api/ingestion/v1/assessments/${id}`, { levels, proficientFrom }),
      [200, 201, 202],
    );
    this.journal.push({ kind: 'assessment', id, levels, proficientFrom });
  }

  async declare(type: string, schoolId: string, schoolYear: string, complete: boolean): Promise<void> {
    await expectStatus(
      this.api.put('/api/ingestion/v1/declarations', { type, schoolId, schoolYear, complete }),
      [200, 201, 202],
    );
    this.journal.push({ kind: 'declaration', type, schoolId, schoolYear, complete });
  }

  async erase(studentId: string): Promise<void> {
    const asked = await this.api.call<{ erasureId: string }>(
      'DELETE',
      `/api/ingestion/v1/students/${studentId}`,
      undefined,
      {
        query: { district: this.api.district, reason: 'district-directive' },
      },
    );
    if (asked.status !== 202) throw new Error(`erasure was answered ${asked.status}: ${asked.text}`);
    const [district, second] = [this.api.district, 'second-steward'];
    const token = await this.api.tokenFor({
      subject: second,
      roles: ['data-steward'],
      districts: [district],
      schools: '*',
    });
    await expectStatus(
      this.api.post(`/api/ingestion/v1/erasures/${asked.body.erasureId}/confirm`, {}, { query: { district }, token }),
      [200, 202],
    );
    this.journal.push({ kind: 'erase', studentId });
  }
}

export async function expectStatus(
  answer: Promise<{ status: number; text: string }>,
  allowed: readonly number[],
): Promise<void> {
  const { status, text } = await answer;
  if (!allowed.includes(status)) throw new UnexpectedAnswer(status, text);
}

/** An answer that is none of those that would be right. */
export class UnexpectedAnswer extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(`answered ${status}: ${text}`);
  }
}

export function csvOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(',')), ''].join(
    '\n',
  );
}

function known(row: Row): Record<string, string> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
}

function yearOf(row: Row): string {
  const period = row['cohort'] ?? row['period'];
  return row['schoolYear'] || (period ? yearOfPeriod(period) : yearOfDate(row['date'] ?? row['entryDate'] ?? ''));
}
