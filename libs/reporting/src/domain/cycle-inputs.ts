import type {
  CycleSummary,
  DeliveryLogged,
  FidelityCheck,
  FidelityChecked,
  MeasuresMeasured,
  ProblemStatement,
  ReportSent,
} from '@evenground/contracts';

/** Content and the sequence, in its own stream, of the event that said it. */
export interface Said<Content> {
  readonly sequence: number;
  readonly content: Content;
}

/** A frontline report, and whether it was answered; either may be heard of first. */
export interface ReportState {
  readonly sent?: Said<Pick<ReportSent, 'kind' | 'severity'>>;
  readonly answered?: Said<string>;
}

/** Everything that a cycle's reflection is made of: the newest absolute content of each fact. */
export interface CycleInputs {
  readonly cycle: Said<CycleSummary> | null;
  readonly statements: Readonly<Record<string, Said<ProblemStatement>>>;
  readonly measured: Said<MeasuresMeasured> | null;
  readonly delivered: Readonly<Record<string, Said<DeliveryLogged['delivered']>>>;
  readonly checks: Readonly<Record<string, Said<readonly FidelityCheck[]>>>;
  readonly reports: Readonly<Record<string, ReportState>>;
  /** By topic: content older than this was taken back by a restatement that says the stream anew. */
  readonly resets: Readonly<Record<string, number>>;
}

export const NO_INPUTS: CycleInputs = {
  cycle: null,
  statements: {},
  measured: null,
  delivered: {},
  checks: {},
  reports: {},
  resets: {},
};

export const CYCLES = 'interventions.cycles';
export const MEASURES = 'diagnostics.measures';
export const STATEMENTS = 'diagnostics.problem-statements';
export const REPORTS = 'feedback.reports';
/** The topics a reflection is made of; the streams of all are `district/cycle`. */
export const INPUT_TOPICS = [CYCLES, MEASURES, STATEMENTS, REPORTS] as const;

/** An event as the fold needs it; its data fits the catalogue's schema of its type. */
export interface InputEvent {
  readonly topic: string;
  readonly type: string;
  readonly sequence: number;
  readonly data: unknown;
}

/**
 * The inputs after an event. Content is absolute and the newest sequence wins, so that neither the order in which
 * events come nor how often they come changes the outcome.
 */
export function withEvent(inputs: CycleInputs, event: InputEvent): CycleInputs {
  if (event.type === 'restatement.begun') return withRestatement(inputs, event);
  if (event.sequence < (inputs.resets[event.topic] ?? 0)) return inputs;
  switch (event.topic) {
    case CYCLES:
      return withCycleEvent(inputs, event);
    case MEASURES:
      return event.type === 'measures.measured'
        ? { ...inputs, measured: newest(inputs.measured, said(event, event.data as MeasuresMeasured)) }
        : inputs;
    case STATEMENTS:
      return event.type.startsWith('problem-statement.') ? withStatement(inputs, event) : inputs;
    case REPORTS:
      return withReport(inputs, event);
    default:
      return inputs;
  }
}

function withCycleEvent(inputs: CycleInputs, event: InputEvent): CycleInputs {
  switch (event.type) {
    case 'delivery.logged':
      return withDeliveries(inputs, event.sequence, event.data as DeliveryLogged);
    case 'fidelity.checked':
      return withChecks(inputs, event.sequence, event.data as FidelityChecked);
    case 'cycle.restated': {
      const { deliveries, checks } = event.data as { deliveries: DeliveryLogged[]; checks: FidelityChecked[] };
      const known = checks.reduce((so, each) => withChecks(so, event.sequence, each), withCycle(inputs, event));
      return deliveries.reduce((so, each) => withDeliveries(so, event.sequence, each), known);
    }
    default:
      return withCycle(inputs, event);
  }
}

function withCycle(inputs: CycleInputs, event: InputEvent): CycleInputs {
  const { cycle } = event.data as { cycle?: CycleSummary };
  return cycle === undefined ? inputs : { ...inputs, cycle: newest(inputs.cycle, said(event, cycle)) };
}

function withDeliveries(inputs: CycleInputs, sequence: number, logged: DeliveryLogged): CycleInputs {
  const id = logged.interventionId;
  const next = newest(inputs.delivered[id], { sequence, content: logged.delivered });
  return { ...inputs, delivered: { ...inputs.delivered, [id]: next } };
}

function withChecks(inputs: CycleInputs, sequence: number, checked: FidelityChecked): CycleInputs {
  const id = checked.interventionId;
  const next = newest(inputs.checks[id], { sequence, content: checked.checks });
  return { ...inputs, checks: { ...inputs.checks, [id]: next } };
}

function withStatement(inputs: CycleInputs, event: InputEvent): CycleInputs {
  const { statement } = event.data as { statement: ProblemStatement };
  const next = newest(inputs.statements[statement.id], said(event, statement));
  return { ...inputs, statements: { ...inputs.statements, [statement.id]: next } };
}

function withReport(inputs: CycleInputs, event: InputEvent): CycleInputs {
  if (event.type !== 'report.sent' && event.type !== 'report.answered') return inputs;
  const { reportId, ...rest } = event.data as ReportSent & { answeredOn: string };
  const known = inputs.reports[reportId] ?? {};
  const next: ReportState =
    event.type === 'report.sent'
      ? { ...known, sent: newest(known.sent, said(event, { kind: rest.kind, severity: rest.severity })) }
      : { ...known, answered: newest(known.answered, said(event, rest.answeredOn)) };
  return { ...inputs, reports: { ...inputs.reports, [reportId]: next } };
}

/** A restatement that resets says everything anew: what was said before it no longer counts. */
function withRestatement(inputs: CycleInputs, { topic, sequence, data }: InputEvent): CycleInputs {
  if (!(data as { reset: boolean }).reset || sequence <= (inputs.resets[topic] ?? 0)) return inputs;
  const counts = (fact: Said<unknown> | null | undefined): boolean => (fact?.sequence ?? 0) > sequence;
  const kept = <Fact extends Said<unknown>>(facts: Readonly<Record<string, Fact>>): Record<string, Fact> =>
    Object.fromEntries(Object.entries(facts).filter(([, fact]) => counts(fact)));
  const resets = { ...inputs.resets, [topic]: sequence };
  switch (topic) {
    case CYCLES: {
      const { cycle, delivered, checks } = inputs;
      return {
        ...inputs,
        resets,
        cycle: counts(cycle) ? cycle : null,
        delivered: kept(delivered),
        checks: kept(checks),
      };
    }
    case MEASURES:
      return { ...inputs, resets, measured: counts(inputs.measured) ? inputs.measured : null };
    case STATEMENTS:
      return { ...inputs, resets, statements: kept(inputs.statements) };
    case REPORTS:
      return { ...inputs, resets, reports: reportsAfter(inputs.reports, sequence) };
    default:
      return inputs;
  }
}

function reportsAfter(reports: CycleInputs['reports'], sequence: number): CycleInputs['reports'] {
  const after = <Content>(fact: Said<Content> | undefined) => (fact && fact.sequence > sequence ? fact : undefined);
  return Object.fromEntries(
    Object.entries(reports).flatMap(([id, { sent, answered }]): [string, ReportState][] => {
      const [keptSent, keptAnswer] = [after(sent), after(answered)];
      if (keptSent === undefined && keptAnswer === undefined) return [];
      return [[id, { ...(keptSent && { sent: keptSent }), ...(keptAnswer && { answered: keptAnswer }) }]];
    }),
  );
}

function said<Content>(event: InputEvent, content: Content): Said<Content> {
  return { sequence: event.sequence, content };
}

function newest<Content>(known: Said<Content> | null | undefined, next: Said<Content>): Said<Content> {
  return known && known.sequence > next.sequence ? known : next;
}

/** The statement that the cycle pursues: the adopted one, the newest where an amendment followed another. */
export function adoptedStatement(inputs: CycleInputs): ProblemStatement | undefined {
  return Object.values(inputs.statements)
    .filter(({ content }) => content.state === 'adopted')
    .sort((a, b) => b.sequence - a.sequence)[0]?.content;
}
