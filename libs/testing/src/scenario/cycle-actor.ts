import type { OracleCheck, OracleIntervention, OracleStatement } from '../../../../tools/oracle/oracle.mjs';
import { cells, gaps, naturalKey } from '../../../../tools/oracle/oracle.mjs';
import { type ApiClient, type CallOptions, type UploadStatus, until } from '../deployment/api-client.js';
import type { Actor } from './actor.js';
import { type Row, UnexpectedAnswer, csvOf, expectStatus } from './actor.js';

const DIAGNOSTICS = '/api/diagnostics/v1';
const INTERVENTIONS = '/api/interventions/v1';
const FEEDBACK = '/api/feedback/v1';

export interface PlannedCycle {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly level: 'school' | 'district';
  readonly schoolIds: readonly string[];
  readonly schoolYear: string;
  readonly startedOn: string;
  readonly reviewDueOn: string;
  readonly annualDueOn: string;
}

export interface PlannedStatement extends Omit<OracleStatement, 'cycleId' | 'target'> {
  /** How far the target lies from the baseline. */
  readonly change: number;
}

interface Pauses {
  readonly pauses: readonly { from: string; to?: string }[];
}

/** The people of a district: they walk cycles, deliver and observe, and what they do is written down for the oracle. */
export class CycleActor {
  readonly #tokens = new Map<string, string>();

  constructor(readonly actor: Actor) {}

  /** The district through the eyes of a person in a role of it; the token outlives restarts. */
  async as(role: string): Promise<ApiClient> {
    const { api } = this.actor;
    let token = this.#tokens.get(role);
    if (token === undefined) {
      token = await api.tokenFor({ subject: role, roles: [role], districts: [api.district], schools: '*' });
      this.#tokens.set(role, token);
    }
    return api.with(token);
  }

  /** Tokens outlive restarts, but not a change of who signs them. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  /** Opens a cycle, states its problem and walks it to where its work is under way. */
  async startCycle(
    cycle: PlannedCycle,
    statement: PlannedStatement,
    interventions: readonly (OracleIntervention & { readonly name: string })[],
  ): Promise<void> {
    const lead = await this.as('equity-lead');
    await expectStatus(lead.post(`${INTERVENTIONS}/cycles`, { ...cycle, district: lead.district }), [201]);
    this.actor.journal.push({ kind: 'cycle', ...cycle });
    await this.step(cycle.id, 'begin-diagnosis');
    const problemStatementId = await this.#state(lead, cycle.id, statement);
    await this.step(cycle.id, 'begin-design', { problemStatementId });
    for (const planned of interventions)
      await expectStatus(
        lead.post(`${INTERVENTIONS}/cycles/${cycle.id}/interventions`, { ...planned, comparison: 'none' }),
        [201],
      );
    await this.step(cycle.id, 'begin-implementation');
    for (const planned of interventions) {
      const { startOn: startedOn } = planned.dosage;
      await expectStatus(lead.post(`${INTERVENTIONS}/interventions/${planned.id}/start`, { startedOn }), [200]);
      this.actor.journal.push({ kind: 'intervention', cycleId: cycle.id, startedOn, ...planned });
    }
  }

  async step(cycleId: string, command: string, body: object = {}): Promise<void> {
    const lead = await this.as('equity-lead');
    await expectStatus(lead.post(`${INTERVENTIONS}/cycles/${cycleId}/${command}`, body), [200, 201]);
  }

  /** Adopts a statement whose baseline is what the oracle counts; the product checks it against its own. */
  async #state(lead: ApiClient, cycleId: string, planned: PlannedStatement): Promise<string> {
    const { change, direction: _inherent, schoolIds, ...statement } = planned;
    const [attribute = '', value = ''] = Object.entries(statement.group)[0] ?? [];
    const now = cells(this.actor.journal).filter(
      ({ schoolId }) => schoolIds.length === 0 || schoolIds.includes(schoolId),
    );
    const groups = gaps(now, { indicator: statement.indicator, period: statement.baselinePeriod, by: [attribute] });
    const own = groups.find(({ group }) => group[attribute] === value);
    if (own === undefined) throw new Error('the statement is about nobody');
    const baseline = own.events / own.n;
    const target = Math.round((baseline + change) * 1000) / 1000;
    const stated = await lead.post<{ id: string }>(`${DIAGNOSTICS}/problem-statements`, {
      ...statement,
      cycleId,
      measure: 'rate',
      direction: change > 0 ? 'increase' : 'decrease',
      ...(schoolIds.length > 0 && { scope: { schoolIds } }),
      baseline,
      target,
      reason: 'a count of access shows it',
    });
    if (stated.status !== 201) throw new Error(`the statement was answered ${stated.status}: ${stated.text}`);
    await expectStatus(lead.post(`${DIAGNOSTICS}/problem-statements/${stated.body.id}/adopt`, {}), [200]);
    this.actor.journal.push({ kind: 'statement', cycleId, target, ...planned });
    return stated.body.id;
  }

  /** A file of deliveries of which some are to be refused, by the codes given to them. */
  async deliver(rows: readonly Row[], refused: readonly { row: Row; code: string }[] = []): Promise<UploadStatus> {
    const { actor } = this;
    const all = [...rows, ...refused.map(({ row }) => row)];
    const sent = await actor.api.send('deliveries', csvOf(all));
    if (sent.status !== 202) throw new Error(`deliveries were answered ${sent.status}: ${sent.text}`);
    actor.note('deliveries', rows);
    await actor.settle(sent.body.uploadId);
    // What a cycle's rules refuse comes back to the upload a moment later.
    const status = await until(
      () => actor.api.status(sent.body.uploadId),
      ({ quarantined }) => quarantined === refused.length,
      `${refused.length} deliveries are quarantined`,
    );
    const kept = await actor.api.get<{ items: { code: string; row: Row }[] }>(
      `/api/ingestion/v1/uploads/${sent.body.uploadId}/quarantine`,
    );
    const told = kept.body.items.map(({ code, row }) => `${row['deliveryId']} ${code}`).sort();
    const wanted = refused.map(({ row, code }) => `${row['deliveryId']} ${code}`).sort();
    if (JSON.stringify(told) !== JSON.stringify(wanted))
      throw new Error(`quarantined are ${told.join(', ')}, not ${wanted.join(', ')}`);
    return status;
  }

  /** Sends deliveries of schools to the intervention itself. */
  async postDeliveries(interventionId: string, rows: readonly Row[]): Promise<void> {
    const steward = await this.as('data-steward');
    const deliveries = rows.map(({ planned, quality, minutes, studentId: _none, interventionId: _path, ...row }) => ({
      ...row,
      ...(planned && { planned: planned === 'true' }),
      ...(quality && { quality: Number(quality) }),
      ...(minutes && { minutes }),
    }));
    const answer = await steward.post<{ results: { deliveryId: string; status: string }[] }>(
      `${INTERVENTIONS}/interventions/${interventionId}/deliveries`,
      { deliveries },
    );
    if (answer.status > 201 || answer.body.results.some(({ status }) => status === 'refused'))
      throw new Error(`deliveries were answered ${answer.status}: ${answer.text}`);
    this.actor.note('deliveries', rows, { source: 'posted' });
  }

  async withdrawDelivery(interventionId: string, deliveryId: string): Promise<void> {
    const steward = await this.as('data-steward');
    await expectStatus(
      steward.post(`${INTERVENTIONS}/interventions/${interventionId}/deliveries/${deliveryId}/withdraw`, {}),
      [200, 201],
    );
    this.actor.noteWithdrawal('deliveries', naturalKey('deliveries', { deliveryId }));
  }

  async check(interventionId: string, check: OracleCheck, options: CallOptions = {}): Promise<void> {
    const lead = await this.as('equity-lead');
    const path = `${INTERVENTIONS}/interventions/${interventionId}/fidelity-checks`;
    await expectStatus(lead.post(path, { ...check, observerRole: 'principal' }, options), [200, 201]);
    this.actor.journal.push({ kind: 'check', interventionId, check });
  }

  /** `options` may hold an `Idempotency-Key`. */
  async report(
    cycleId: string,
    interventionId: string,
    schoolId: string,
    kind: string,
    options: CallOptions = {},
  ): Promise<string> {
    const teacher = await this.as('teacher');
    const report = { cycleId, interventionId, schoolId, kind, text: 'What it is like at our school.' };
    const sent = await teacher.post<{ id: string }>(`${FEEDBACK}/frontline-reports`, report, options);
    if (sent.status !== 201) throw new UnexpectedAnswer(sent.status, sent.text);
    this.actor.journal.push({ kind: 'report', cycleId, id: sent.body.id, reportKind: kind });
    return sent.body.id;
  }

  /** Answers a report in a role that it was routed to. */
  async answerReport(id: string, role: string): Promise<void> {
    const heard = await this.as(role);
    await expectStatus(heard.post(`${FEEDBACK}/frontline-reports/${id}/answer`, { text: 'We have heard you.' }), [200]);
    this.actor.journal.push({ kind: 'report-answered', id });
  }

  async moveIntervention(id: string, command: string, body: object): Promise<void> {
    const lead = await this.as('equity-lead');
    await expectStatus(lead.post(`${INTERVENTIONS}/interventions/${id}/${command}`, body), [200, 201]);
    await this.#notePauses({ interventionId: id }, `${INTERVENTIONS}/interventions/${id}`);
  }

  async pause(cycleId: string, body: object): Promise<void> {
    await this.step(cycleId, 'pause', body);
    await this.#notePauses({ cycleId }, `${INTERVENTIONS}/cycles/${cycleId}`);
  }

  async resume(cycleId: string): Promise<void> {
    await this.step(cycleId, 'resume');
    await this.#notePauses({ cycleId }, `${INTERVENTIONS}/cycles/${cycleId}`);
  }

  /** Which days a pause takes is what the cycle itself says. */
  async #notePauses(of: { cycleId?: string; interventionId?: string }, path: string): Promise<void> {
    const { journal } = this.actor;
    const isSame = (entry: { kind: string; cycleId?: string; interventionId?: string }): boolean =>
      entry.kind === 'pause' && entry.cycleId === of.cycleId && entry.interventionId === of.interventionId;
    for (let at = journal.length - 1; at >= 0; at--) {
      const entry = journal[at];
      if (entry !== undefined && isSame(entry)) journal.splice(at, 1);
    }
    const { body } = await this.actor.api.get<Pauses & Record<string, unknown>>(path);
    for (const pause of body.pauses) journal.push({ kind: 'pause', ...of, ...pause });
  }
}
