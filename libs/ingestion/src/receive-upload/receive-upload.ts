import { createHash } from 'node:crypto';
import type { Clock, Random } from '@evenground/config';
import { randomId } from '@evenground/config';
import { recordTypeNamed, type MappingBody, type Refusal, type UploadQuery } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import {
  districts,
  mappings,
  uploadKeys,
  uploads,
  type DistrictDocument,
  type UploadDocument,
} from '../collections.js';
import { retrying } from '../keep-records/record-keeper.js';
import { BODY_LOST, TRUNCATED, type UploadProcessor } from '../process-uploads/upload-processor.js';
import { UploadHandle } from '../process-uploads/upload-handle.js';
import type { FormatReader } from '../process-uploads/row-source.js';
import { failUpload } from '../process-uploads/process-upload.js';
import { keyedHash, type PseudonymKeys } from '../pseudonym-keys.js';
import type { Spool, Spooled } from '../spool/spool.js';
import { EMPTY_DISTRICT } from './number-write.js';
import { newUpload } from './new-upload.js';

export interface UploadRequest {
  readonly district: string;
  readonly query: Omit<UploadQuery, 'district'>;
  readonly body: AsyncIterable<Uint8Array>;
  /** What the sender declared; a body of another length was cut off. */
  readonly contentLength?: number;
  readonly principalId: string;
  readonly idempotencyKey?: string;
}

export interface ReceiveParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly spool: Spool;
  readonly keys: PseudonymKeys;
  /** Names this copy of the service. */
  readonly instance: string;
  readonly processor: UploadProcessor;
  readonly formats: Readonly<Record<string, FormatReader>>;
  /** Rows a batch holds at most. */
  readonly batchRows: number;
}

/**
 * Receives a body whole into the encrypted spool; only then it gets its number, durably, and is processed. The same
 * body with the same parameters as the newest upload of its type is that upload: same receipt, no event.
 */
export class ReceiveUpload {
  constructor(private readonly parts: ReceiveParts) {}

  async receive(request: UploadRequest): Promise<{ readonly uploadId: string } | Refusal> {
    const format = await this.formatOf(request);
    if ('refused' in format) return format;
    const uploadId = randomId(this.parts.random);
    const document = this.receiving(request, format);
    await this.parts.store.commit({ writes: [{ collection: uploads, id: uploadId, expected: 0, body: document }] });
    const spooled = await this.spoolBody(uploadId, document, request);
    if (spooled === undefined) return { refused: TRUNCATED.code, detail: TRUNCATED.detail, uploadId };
    const accepted = await this.accept(uploadId, request, spooled);
    if ('refused' in accepted) return accepted;
    if (accepted.isHere) {
      this.parts.processor.add(accepted.uploadId);
    } else {
      await this.parts.spool.erase(uploadId);
      await this.parts.store.commit({ writes: [{ collection: uploads, id: uploadId, expected: 'any', body: null }] });
    }
    return { uploadId: accepted.uploadId };
  }

  private async formatOf({
    district,
    query,
  }: UploadRequest): Promise<{ type?: string; mapping?: MappingBody } | Refusal> {
    if (query.format === 'mapped') {
      if (query.mapping === undefined)
        return {
          refused: 'upload/mapping-missing',
          detail: 'format=mapped needs a mapping.',
          field: 'mapping',
          wouldBeRight: 'the id of PUT /mappings/{id}',
        };
      const [stored] = await this.parts.store.load(mappings, [`${district}/${query.mapping}`]);
      if (stored === undefined)
        return { refused: 'mapping/unknown', detail: 'There is no such mapping.', field: 'mapping' };
      if (query.type !== undefined && query.type !== stored.body.type)
        return {
          refused: 'mapping/type-differs',
          detail: `The mapping makes ${stored.body.type}.`,
          field: 'type',
          wouldBeRight: stored.body.type,
        };
      return { type: stored.body.type, mapping: stored.body };
    }
    if (query.format === 'csv') {
      if (query.mapping !== undefined)
        return {
          refused: 'upload/mapping-unused',
          detail: 'A mapping is for format=mapped.',
          field: 'format',
          was: 'csv',
          wouldBeRight: 'mapped',
        };
      if (query.type === undefined || recordTypeNamed(query.type) === undefined)
        return {
          refused: 'upload/type-missing',
          detail: 'format=csv needs the record type of the file.',
          field: 'type',
        };
      return { type: query.type };
    }
    if (this.parts.formats[query.format] === undefined)
      return {
        refused: 'upload/format-unknown',
        detail: `This service does not read ${query.format}.`,
        field: 'format',
        wouldBeRight: ['csv', 'mapped', ...Object.keys(this.parts.formats)].join(', '),
      };
    if (query.mode === 'replace')
      return {
        refused: 'upload/mode-unknown',
        detail: 'replace is for files of one record type.',
        field: 'mode',
        wouldBeRight: 'upsert',
      };
    return {};
  }

  private receiving(
    { district, query, principalId }: UploadRequest,
    format: { type?: string; mapping?: MappingBody },
  ): UploadDocument {
    const { format: name, mode, source, countDate } = query;
    return newUpload(this.parts, {
      ...{ district, status: 'receiving', phase: 'receiving', format: name, ...format, mode, source, countDate },
      ...{ isConfirmed: query.confirm === 'true', batchRows: this.parts.batchRows, sender: principalId },
    });
  }

  /** `undefined`: the body was cut off, and nothing of it rests. */
  private async spoolBody(
    uploadId: string,
    document: UploadDocument,
    request: UploadRequest,
  ): Promise<Spooled | undefined> {
    const { spool, keys } = this.parts;
    let isCutOff = false;
    const watched = untilCutOff(request.body, () => (isCutOff = true));
    try {
      const spooled = await spool.write(
        uploadId,
        keys.derive(document.spoolVersion, request.district, 'spool'),
        watched,
      );
      if (request.contentLength === undefined || request.contentLength === spooled.bytes) return spooled;
    } catch (error) {
      if (!isCutOff) {
        await this.fail(uploadId, { code: 'upload/fault', detail: 'The body could not be stored; send it again.' });
        throw error;
      }
    }
    await this.fail(uploadId, TRUNCATED);
    return undefined;
  }

  private async fail(uploadId: string, problem: { readonly code: string; readonly detail: string }): Promise<void> {
    const upload = await UploadHandle.load(this.parts.store, uploadId);
    if (upload !== undefined) await failUpload(this.parts, upload, problem);
  }

  /** Gives the body its place in the order of the district, or finds that it is an upload that was there already. */
  private async accept(
    uploadId: string,
    request: UploadRequest,
    spooled: Spooled,
  ): Promise<{ uploadId: string; isHere: boolean } | Refusal> {
    const { store, clock } = this.parts;
    const { district, query } = request;
    return retrying(clock, async () => {
      const upload = (await UploadHandle.load(store, uploadId))!;
      if (upload.document.phase !== 'receiving') {
        await this.parts.spool.erase(uploadId);
        return { refused: TRUNCATED.code, detail: TRUNCATED.detail, uploadId };
      }
      const fingerprint = fingerprintOf(upload.document, spooled.sha256);
      const keyId = this.idempotencyId(request);
      const [[known], [key]] = await Promise.all([
        store.load(districts, [district]),
        keyId === undefined ? [undefined] : store.load(uploadKeys, [keyId]),
      ]);
      const isRetry = key !== undefined && (await this.hasFailedHere(key.body.uploadId));
      if (key !== undefined && !isRetry) {
        if (key.body.fingerprint === fingerprint)
          return this.again(key.body.uploadId, uploadId, query.confirm === 'true');
        await this.parts.spool.erase(uploadId);
        await store.commit({ writes: [{ collection: uploads, id: uploadId, expected: 'any', body: null }] });
        return REUSED;
      }
      const body = known?.body ?? EMPTY_DISTRICT;
      const type = upload.document.type ?? query.format;
      const pending = query.confirm === 'true' ? await this.pendingConfirmation(fingerprint) : undefined;
      if (pending !== undefined) return this.again(pending, uploadId, true);
      const newest = body.newest[type];
      if (newest?.fingerprint === fingerprint) {
        const [same] = await store.load(uploads, [newest.uploadId]);
        if (same !== undefined && same.body.status !== 'failed')
          return this.again(newest.uploadId, uploadId, query.confirm === 'true');
      }
      upload.change({ status: 'processing', phase: 'open', fingerprint, uploadSequence: body.uploadSequence + 1 });
      const numbered: DistrictDocument = {
        ...body,
        uploadSequence: body.uploadSequence + 1,
        newest: { ...body.newest, [type]: { fingerprint, uploadId } },
      };
      await upload.save(store, {
        writes: [
          { collection: districts, id: district, expected: known?.version ?? 0, body: numbered },
          ...(keyId === undefined
            ? []
            : [{ collection: uploadKeys, id: keyId, expected: key?.version ?? 0, body: { uploadId, fingerprint } }]),
        ],
      });
      return { uploadId, isHere: true };
    });
  }

  /** Whether it failed by a fault of the service: then the same key sends it again. */
  private async hasFailedHere(uploadId: string): Promise<boolean> {
    const [known] = await this.parts.store.load(uploads, [uploadId]);
    return FAULTS.includes(known?.body.problem?.code ?? '');
  }

  private async pendingConfirmation(fingerprint: string): Promise<string | undefined> {
    const page = await this.parts.store.find(uploads, 'by-fingerprint', { equals: [fingerprint] }, { limit: 20 });
    return page.items.find(({ body }) => body.status === 'needs-confirmation')?.id;
  }

  /** The same body again: the receipt it already has; and a replace that waits for confirmation goes on with this one. */
  private async again(
    known: string,
    sentAs: string,
    isConfirmed: boolean,
  ): Promise<{ uploadId: string; isHere: boolean }> {
    const { store } = this.parts;
    const upload = await UploadHandle.load(store, known);
    if (upload === undefined || !isConfirmed || upload.document.status !== 'needs-confirmation')
      return { uploadId: known, isHere: false };
    const [district] = await store.load(districts, [upload.document.district]);
    const body = district?.body ?? EMPTY_DISTRICT;
    // Nothing of it has been applied yet, so it takes its place in the order now.
    const uploadSequence = body.uploadSequence + 1;
    const [sent] = await store.load(uploads, [sentAs]);
    upload.change({
      status: 'processing',
      phase: 'open',
      isConfirmed: true,
      uploadSequence,
      spoolId: sentAs,
      holder: sent!.body.holder,
      spoolVersion: sent!.body.spoolVersion,
    });
    await upload.save(store, {
      writes: [
        {
          collection: districts,
          id: upload.document.district,
          expected: district?.version ?? 0,
          body: { ...body, uploadSequence },
        },
        { collection: uploads, id: sentAs, expected: sent!.version, body: null },
      ],
    });
    return { uploadId: known, isHere: true };
  }

  private idempotencyId({ principalId, idempotencyKey, district }: UploadRequest): string | undefined {
    if (idempotencyKey === undefined) return undefined;
    return keyedHash(
      this.parts.keys.derive(this.parts.keys.versions.at(-1)!, district, 'principal'),
      `${principalId}\n${idempotencyKey}`,
    );
  }
}

const FAULTS: readonly string[] = ['upload/fault', BODY_LOST.code];
const REUSED: Refusal = { refused: 'idempotency/reused', detail: 'This Idempotency-Key was used for another body.' };

/** The body and all that decides what it means; `confirm` does not. */
function fingerprintOf(upload: UploadDocument, sha256: string): string {
  const { district, type, format, mapping, mode, source, countDate } = upload;
  return createHash('sha256')
    .update(JSON.stringify([district, type, format, mapping, mode, source, countDate, sha256]))
    .digest('hex');
}

async function* untilCutOff(body: AsyncIterable<Uint8Array>, cutOff: () => void): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    cutOff();
    throw error;
  }
}
