import type { Role } from './principal.js';

/** What a role may do with an action, and where. */
export interface Grant {
  /**
   * `write` and `read` within the scope; `own` only what belongs to the caller; `published` only what was released;
   * `invited` only as a participant who was invited.
   */
  readonly may: 'write' | 'read' | 'own' | 'published' | 'invited';
  /** `schools`: only the caller's schools. `scope`: the caller's schools, or the district when those are all. */
  readonly within?: 'schools' | 'scope' | 'district';
  /** A service account needs one of these client scopes. */
  readonly clientScopes?: readonly string[];
  /** Only where the decision-rights map names the caller for it. */
  readonly byRight?: true;
  /** Drafts or recommends; somebody else makes it final. */
  readonly proposes?: true;
  /** Only results that reached their threshold. */
  readonly atThreshold?: true;
  /** Only for those named as coders of free text. */
  readonly coders?: true;
}

/** One row of the table: what it is about, and the grant of each role; a role that is absent has none. */
export interface Permission {
  readonly says: string;
  readonly grants: Readonly<Partial<Record<Role, Grant>>>;
  /** These get 404 instead of 403: to them the resource does not exist. */
  readonly hiddenFrom?: readonly Role[];
}

const write = {
  schools: { may: 'write', within: 'schools' },
  scope: { may: 'write', within: 'scope' },
  district: { may: 'write', within: 'district' },
} as const;
const read = {
  schools: { may: 'read', within: 'schools' },
  scope: { may: 'read', within: 'scope' },
  district: { may: 'read', within: 'district' },
} as const;
const invited = { may: 'invited' } as const;
const published = { may: 'published' } as const;

function client(may: 'write' | 'read', ...clientScopes: string[]): Grant {
  return { may, within: 'scope', clientScopes };
}

/** Live numbers do not exist for those who see what was published only. */
const NOT_LIVE: readonly Role[] = ['state-analyst', 'respondent', 'advocate'];

const loaders = {
  'data-steward': write.scope,
  'district-administrator': write.district,
  'service-account': client('write', 'ingest'),
} as const;
const leaders = {
  principal: write.schools,
  'equity-lead': write.scope,
  'district-administrator': write.district,
} as const;
const cycleReaders = {
  teacher: read.schools,
  principal: read.schools,
  'equity-lead': read.scope,
  'data-steward': read.scope,
  'district-administrator': read.district,
  'service-account': client('read', 'read'),
} as const;
const statement = { ...leaders } as const;
const statementReaders = {
  ...{ principal: read.schools, 'equity-lead': read.scope, 'data-steward': read.scope },
  ...{ 'district-administrator': read.district, teacher: invited, advocate: invited },
} as const;
const participants = {
  ...{ teacher: invited, principal: invited, 'equity-lead': invited, 'data-steward': invited },
  ...{ 'district-administrator': invited, respondent: invited, advocate: invited },
} as const;
const unsuppressed = {
  principal: read.schools,
  'equity-lead': read.scope,
  'data-steward': read.scope,
  'district-administrator': read.district,
} as const;
const releaseReaders = {
  ...{ teacher: read.schools, principal: read.schools, 'equity-lead': read.scope, 'data-steward': read.scope },
  ...{ 'district-administrator': read.district, 'service-account': client('read', 'read', 'read-live') },
  ...{ 'state-analyst': published, respondent: published, advocate: published },
} as const;

/**
 * The one table of who may do what. Every route names its row by `@Access('<action>')`; a role without a grant is
 * refused. What a grant's `own`, `invited` or `byRight` means for one entity is asked of the service that holds it.
 */
export const PERMISSIONS = {
  'records.load': {
    says: 'send uploads, records, mappings, declarations and definitions; correct the quarantine',
    grants: loaders,
  },
  'records.read': {
    says: 'read uploads, records, quarantine, mappings, declarations',
    grants: { ...loaders, principal: read.schools, 'equity-lead': read.scope },
  },
  'indicators.read': {
    says: 'read which indicators and periods there are',
    grants: {
      ...unsuppressed,
      teacher: read.schools,
      'service-account': client('read', 'read', 'read-live', 'ingest'),
    },
  },
  'student.erase.ask': {
    says: 'ask for the erasure of a student',
    grants: { 'district-administrator': write.district },
  },
  'student.erase.confirm': { says: 'confirm the erasure of a student', grants: { 'data-steward': write.scope } },
  'gaps.read-live': {
    says: 'read live gaps, trends and decompositions, suppressed or not as the role has it',
    grants: { ...unsuppressed, teacher: read.schools, 'service-account': client('read', 'read-live', 'read') },
    hiddenFrom: NOT_LIVE,
  },
  'gaps.read-unsuppressed': {
    says: 'see every live cell, small ones included',
    grants: { ...unsuppressed, 'service-account': client('read', 'read-live') },
    hiddenFrom: NOT_LIVE,
  },
  'student-rows.read': {
    says: 'read rows of single students',
    grants: { teacher: { may: 'own', within: 'schools' }, principal: read.schools, 'data-steward': read.scope },
    hiddenFrom: NOT_LIVE,
  },
  'problem-statements.write': { says: 'state, adopt and amend a measurable gap', grants: statement },
  'problem-statements.read': { says: 'read problem statements', grants: statementReaders },
  'hypotheses.write': { says: 'write hypotheses and assumptions', grants: statement },
  'hypotheses.read': { says: 'read hypotheses and assumptions', grants: statementReaders },
  'cycles.write': { says: 'open, move, pause and close a cycle', grants: leaders },
  'cycles.read': { says: 'read cycles', grants: { ...cycleReaders, advocate: invited } },
  'participation.write': { says: 'take part: define, write ideas, clarify, rank, score', grants: participants },
  'participation.read': { says: 'read what participants share', grants: participants },
  'rounds.facilitate': { says: 'open and close the phases of a round', grants: leaders },
  'commitments.write': {
    says: 'commitment, decision rights, budget approval',
    grants: {
      principal: { ...write.schools, byRight: true },
      'equity-lead': { ...write.scope, proposes: true },
      'district-administrator': write.district,
    },
  },
  'plans.write': { says: 'select ideas and adopt their plans', grants: leaders },
  'interventions.write': { says: 'roles, milestones and trainings of an intervention', grants: leaders },
  'interventions.read': { says: 'read interventions and plans', grants: { ...cycleReaders, advocate: invited } },
  'deliveries.write': {
    says: 'log deliveries',
    grants: {
      ...{ teacher: { may: 'own', within: 'schools' }, principal: write.schools, 'data-steward': write.scope },
      'service-account': client('write', 'deliver'),
    },
  },
  'deliveries.read': {
    says: 'read deliveries',
    grants: {
      ...{ teacher: { may: 'own', within: 'schools' }, principal: read.schools, 'data-steward': read.scope },
      ...{
        'equity-lead': read.scope,
        'district-administrator': read.district,
        'service-account': client('read', 'deliver'),
      },
    },
  },
  'fidelity-checks.write': { says: 'check fidelity', grants: { principal: write.schools, 'equity-lead': write.scope } },
  'fidelity-checks.read': {
    says: 'read fidelity checks',
    grants: {
      ...{ teacher: { may: 'own', within: 'schools' }, principal: read.schools, 'equity-lead': read.scope },
      ...{ 'data-steward': read.scope, 'district-administrator': read.district },
    },
  },
  'frontline-reports.write': {
    says: 'report from the front line',
    grants: { teacher: write.schools, principal: write.schools },
  },
  'frontline-reports.triage': { says: 'triage frontline reports', grants: { 'equity-lead': write.scope } },
  'frontline-reports.answer': {
    says: 'see, route on, answer and close the frontline reports that are routed to the caller',
    grants: { ...leaders, 'data-steward': write.scope },
  },
  'frontline-reports.read': {
    says: 'read frontline reports: the text where routed to the caller or written by the caller, else counts',
    grants: {
      ...{ teacher: { may: 'own', within: 'schools' }, principal: read.schools, 'data-steward': read.scope },
      ...{ 'equity-lead': read.scope, 'district-administrator': read.district },
    },
  },
  'adjustments.propose': { says: 'propose an adjustment', grants: { ...leaders, teacher: write.schools } },
  'adjustments.decide': {
    says: 'decide an adjustment',
    grants: {
      principal: { ...write.schools, byRight: true },
      'equity-lead': { ...write.scope, byRight: true },
      'district-administrator': { ...write.district, byRight: true },
    },
  },
  'surveys.make': { says: 'make and open surveys', grants: leaders },
  'surveys.answer': {
    says: 'answer a survey as an invited person',
    grants: {
      ...{ teacher: invited, principal: invited, 'equity-lead': invited, 'district-administrator': invited },
      ...{ respondent: { may: 'write' }, advocate: invited },
    },
  },
  'listening.write': { says: 'hold listening sessions, gather themes and stories', grants: leaders },
  'free-text.read': {
    says: 'read free-text segments before redaction',
    grants: { 'equity-lead': { ...read.scope, coders: true } },
  },
  'team-health.read': {
    says: 'read results of pulses and exit interviews',
    grants: {
      ...{ teacher: published, principal: published },
      'equity-lead': { ...read.scope, atThreshold: true },
      'district-administrator': { ...read.district, atThreshold: true },
    },
  },
  'decision-log.read': { says: 'read the decision log', grants: { ...cycleReaders, advocate: invited } },
  'decision-log.write': { says: 'add notes to the decision log', grants: leaders },
  'reflection.read': { says: 'read the reflection of a cycle', grants: cycleReaders, hiddenFrom: NOT_LIVE },
  'decisions.write': {
    says: 'decide on a cycle',
    grants: {
      principal: { ...write.schools, byRight: true },
      'equity-lead': { ...write.scope, proposes: true },
      'district-administrator': write.district,
    },
  },
  'releases.prepare': {
    says: 'prepare a release',
    grants: { 'equity-lead': write.scope, 'data-steward': write.scope },
  },
  'releases.approve': {
    says: 'approve a release that somebody else prepared',
    grants: { 'data-steward': write.scope, 'district-administrator': write.district },
  },
  'releases.read': { says: 'read releases, lessons and celebrations', grants: releaseReaders },
  'lessons.write': { says: 'write lessons and celebrations', grants: leaders },
  'state-submissions.write': {
    says: 'submit a bundle of tables to the state',
    grants: {
      ...{ 'data-steward': write.scope, 'district-administrator': write.district },
      'service-account': client('write', 'submit'),
    },
  },
  'state-submissions.read': {
    says: 'read what was submitted to the state',
    grants: {
      ...{ 'state-analyst': { may: 'read' }, 'data-steward': read.scope, 'district-administrator': read.district },
      'service-account': client('read', 'submit'),
    },
  },
  'state.read': {
    says: 'read what the bundles of the districts say together',
    grants: { 'state-analyst': { may: 'read' } },
  },
  'settings.write': {
    says: 'accounts, scopes, district settings',
    grants: { 'district-administrator': write.district },
  },
  'settings.read': {
    says: 'read district settings',
    grants: {
      'district-administrator': read.district,
      'equity-lead': read.scope,
      'data-steward': read.scope,
      principal: read.schools,
    },
  },
  'audit.read': { says: 'read the audit log', grants: { 'district-administrator': read.district } },
  operations: {
    says: 'rebuild projections, replay dead letters',
    grants: { 'district-administrator': write.district },
  },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof PERMISSIONS;

/** The row of an action. */
export function permissionOf(action: Action): Permission {
  return PERMISSIONS[action];
}
