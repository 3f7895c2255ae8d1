import type { Random } from '@evenground/config';
import { instant, randomId } from '@evenground/config';
import type { ErasureView, Refusal } from '@evenground/contracts';
import type { Stored, Write } from '@evenground/document-store';
import {
  districts,
  erasedLookUps,
  erasures,
  inspections,
  lookUps,
  type ErasureDocument,
  type LookUpDocument,
} from '../collections.js';
import { isConflict, retrying } from '../keep-records/record-keeper.js';
import type { StudentLookUp } from '../keep-records/student-look-up.js';
import type { ErasedList } from './erased-list.js';
import { ForgetStudent, type ForgetParts } from './forget-student.js';

export interface EraseParts extends ForgetParts {
  readonly random: Random;
  readonly lookUp: StudentLookUp;
  readonly erasedList?: ErasedList;
  /** The one operator of an embedded process, who stands for both people. */
  readonly soleOperatorId?: string;
  /** How long after a completed erasure the log may still hold what was erased; infinite where for ever. */
  readonly logForgetsAfterMs: number;
  /** Work goes on in the background. */
  readonly proceed: () => void;
}

const DAY_MS = 86_400_000;
const LOCAL_REASON = 'schedule'; // a restored backup forgets again what was forgotten, without asking anybody

/** Erasing a student: asked by one person, confirmed by another, then one job that goes on until nothing is left. */
export class EraseStudent {
  private readonly forget: ForgetStudent;

  constructor(private readonly parts: EraseParts) {
    this.forget = new ForgetStudent(parts);
  }

  async ask(
    district: string,
    studentId: string,
    reason: ErasureView['reason'],
    principalId: string,
  ): Promise<{ readonly erasureId: string } | Refusal> {
    const { store, lookUp, random, clock } = this.parts;
    const identifier = studentId.trim().normalize('NFC');
    const found = (await lookUp.find(district, [identifier])).get(identifier);
    if (found === undefined)
      return { refused: 'student/unknown', detail: 'No record of this student was ever taken in.' };
    if ('erased' in found) return { refused: 'student/erased', detail: 'This student was erased already.' };
    const lookUpIds = lookUp.idsOf(district, identifier);
    const open = await store.load(inspections, lookUpIds);
    if (open.some((inspection) => inspection?.body.open === true)) {
      return {
        refused: 'erasure/inspection-open',
        detail: 'A request to inspect this student’s records is open; nothing is erased until it is answered.',
      };
    }
    const erasureId = randomId(random);
    const body: ErasureDocument = {
      district,
      status: 'asked',
      phase: 'asked',
      reason,
      askedBy: principalId,
      askedAt: instant(clock),
      lookUpIds,
      student: found.student,
      step: 'look-up',
    };
    await store.commit({ writes: [{ collection: erasures, id: erasureId, expected: 0, body }] });
    return { erasureId };
  }

  async confirm(erasureId: string, principalId: string): Promise<ErasureView | Refusal> {
    const { store, clock, soleOperatorId } = this.parts;
    const confirmed = await retrying(clock, async (): Promise<ErasureView | Refusal> => {
      const [stored] = await store.load(erasures, [erasureId]);
      if (stored === undefined) return UNKNOWN;
      if (stored.body.status !== 'asked') return this.viewOf(stored);
      if (stored.body.askedBy === principalId && principalId !== soleOperatorId) {
        return {
          refused: 'erasure/needs-second-person',
          detail: 'Another person than the one who asked must confirm an erasure.',
        };
      }
      const open = await store.load(inspections, stored.body.lookUpIds);
      if (open.some((inspection) => inspection?.body.open === true))
        return { refused: 'erasure/inspection-open', detail: 'A request to inspect this student’s records is open.' };
      const body: ErasureDocument = { ...stored.body, status: 'erasing', phase: 'open', confirmedAt: instant(clock) };
      await store.commit({ writes: [{ collection: erasures, id: erasureId, expected: stored.version, body }] });
      return this.viewOf({ id: erasureId, version: stored.version + 1, body });
    });
    this.parts.proceed();
    return confirmed;
  }

  async show(erasureId: string): Promise<{ readonly district: string; readonly view: ErasureView } | undefined> {
    const [stored] = await this.parts.store.load(erasures, [erasureId]);
    return stored === undefined ? undefined : { district: stored.body.district, view: this.viewOf(stored) };
  }

  private viewOf({ id, body }: Stored<ErasureDocument>): ErasureView {
    const { status, reason, askedAt, confirmedAt, completedAt } = body;
    return {
      erasureId: id,
      status,
      reason,
      askedAt,
      ...(confirmedAt !== undefined && { confirmedAt }),
      ...(completedAt !== undefined && { completedAt }),
      logForgets: logForgets(this.parts.logForgetsAfterMs, completedAt),
    };
  }

  /** Opens or closes a parent's request to inspect (34 CFR 99.10); while it is open nothing is erased. */
  async inspect(district: string, studentId: string, isOpen: boolean): Promise<void> {
    const id = this.parts.lookUp.idOf(district, studentId.trim().normalize('NFC'));
    await this.parts.store.commit({
      writes: [{ collection: inspections, id, expected: 'any', body: isOpen ? { open: true } : null }],
    });
  }

  /** Goes on with every erasure that is confirmed. One whose events are not handled yet stays for the next time. */
  async run(): Promise<void> {
    const page = await this.parts.store.find(erasures, 'by-phase', { equals: ['open'] }, { limit: 100 });
    for (const erasure of page.items) {
      if (erasure.body.step === 'look-up') await this.closeDoor(erasure);
      await this.forget.goOn(erasure.id);
    }
  }

  /** From here on no row of the student is taken in, even if a backup of before is restored. */
  private async closeDoor({ id, body }: Stored<ErasureDocument>): Promise<void> {
    const { store, clock, erasedList } = this.parts;
    await erasedList?.add(body.lookUpIds);
    await retrying(clock, async () => {
      const known = await store.load(lookUps, body.lookUpIds);
      const [[erasure], [district]] = await Promise.all([
        store.load(erasures, [id]),
        store.load(districts, [body.district]),
      ]);
      if (erasure?.body.step !== 'look-up') return; // another copy was faster
      const version = known.find((lookUp) => lookUp !== undefined)?.body.version ?? '';
      const closed = body.lookUpIds.map((lookUpId, index): Write => ({
        collection: lookUps,
        id: lookUpId,
        expected: known[index]?.version ?? 0,
        body: { erased: true, version },
      }));
      // No file is as its newest upload left it: the same one again is judged again.
      const district2: Write[] =
        district === undefined
          ? []
          : [
              {
                collection: districts,
                id: body.district,
                expected: district.version,
                body: { ...district.body, newest: {} },
              },
            ];
      await store.commit({
        writes: [
          ...closed,
          ...district2,
          ...body.lookUpIds.map(listed),
          { collection: erasures, id, expected: erasure.version, body: { ...erasure.body, step: 'records' } },
        ],
      });
    });
  }

  /** Erases again whoever the list names and this data still knows: after a backup was restored. Before ready. */
  async reapply(): Promise<void> {
    const { store, erasedList } = this.parts;
    const ids = [...((await erasedList?.all()) ?? [])];
    for (let at = 0; at < ids.length; at += 500) {
      const some = ids.slice(at, at + 500);
      const known = await store.load(lookUps, some);
      for (const [index, lookUp] of known.entries()) {
        if (lookUp === undefined || 'student' in lookUp.body) await this.eraseAgain(some[index]!, lookUp);
      }
    }
    await this.share();
    await this.run();
  }

  /** Somebody on the list of this copy; another copy that has the same list may do so at the same moment. */
  private async eraseAgain(lookUpId: string, lookUp: Stored<LookUpDocument> | undefined): Promise<void> {
    const now = instant(this.parts.clock);
    const write: Write =
      lookUp === undefined || !('student' in lookUp.body)
        ? { collection: lookUps, id: lookUpId, expected: 0, body: { erased: true, version: '' } }
        : {
            collection: erasures,
            id: `again:${lookUpId}`, // not a random one, so that all copies together make one job
            expected: 0,
            body: {
              district: lookUpId.slice(0, lookUpId.lastIndexOf('/')),
              status: 'erasing',
              phase: 'open',
              reason: LOCAL_REASON,
              askedBy: '',
              askedAt: now,
              confirmedAt: now,
              lookUpIds: [lookUpId],
              student: lookUp.body.student,
              step: 'look-up',
            } satisfies ErasureDocument,
          };
    await this.parts.store.commit({ writes: [write, listed(lookUpId)] }).catch((error: unknown) => {
      if (!isConflict(error)) throw error;
    });
  }

  /** Lets the list of this copy have everybody whom any copy erased. To be done now and then. */
  async share(): Promise<void> {
    const { store, erasedList } = this.parts;
    if (erasedList === undefined) return;
    const here = await erasedList.all();
    let after: string | undefined;
    do {
      const page = await store.list(erasedLookUps, '', { limit: 500, ...(after !== undefined && { after }) });
      const missing = page.items.map(({ id }) => id).filter((id) => !here.has(id));
      if (missing.length > 0) await erasedList.add(missing);
      after = page.next;
    } while (after !== undefined);
  }
}

function listed(lookUpId: string): Write {
  return { collection: erasedLookUps, id: lookUpId, expected: 'any', body: {} };
}

function logForgets(afterMs: number, completedAt: string | undefined): ErasureView['logForgets'] {
  if (!Number.isFinite(afterMs)) return { afterDays: null };
  const afterDays = Math.ceil(afterMs / DAY_MS);
  if (completedAt === undefined) return { afterDays };
  return { afterDays, by: new Date(Date.parse(completedAt) + afterMs).toISOString() };
}

const UNKNOWN: Refusal = { refused: 'erasure/unknown', detail: 'There is no such erasure.' };
