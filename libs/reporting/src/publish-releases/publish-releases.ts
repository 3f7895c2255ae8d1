import { type Principal, grantsFor, may } from '@evenground/auth';
import { type Clock, type Random, instant, randomId } from '@evenground/config';
import {
  type PlannedBreakdown,
  type ReleaseGapsAnswer,
  type ReleaseGapsQuery,
  type ReleasePost,
  type ReleaseRequested,
  type ReleaseView,
  type ReleasedRow,
  type ReleasedSubject,
} from '@evenground/contracts';
import { planFault, throughGate } from '@evenground/disclosure';
import type { DocumentStore, OutgoingEvent, Stored } from '@evenground/document-store';
import {
  type CommandDone,
  type KeepAnswer,
  type PageAnswer,
  currentCorrelationId,
  pageOf,
  problem,
} from '@evenground/http';
import type { ChoosePolicy } from '../choose-policy/choose-policy.js';
import { type ReleaseDocument, partKey, releaseKey, releaseParts, releases } from './collections.js';

export const RELEASES_TOPIC = 'reporting.releases';

/** What a release breaks down by when nobody says: each attribute alone, of the district and of each school. */
export const USUAL_BREAKDOWNS: readonly PlannedBreakdown[] = [
  ...['raceEthnicity', 'gender', 'grade', 'englishLearner', 'disability', 'economicallyDisadvantaged'],
].map((attribute) => ({ by: [attribute], bySchool: true }));

export interface PublishReleasesOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly policies: ChoosePolicy;
  /** The one person of a local process, who stands for two where two are asked for. */
  readonly soleOperatorId?: string;
}

const LOADED_AT_ONCE = 50;

/** Releases: asked for by one person, made in the background, approved by another, and from then on frozen. */
export class PublishReleases {
  constructor(private readonly options: PublishReleasesOptions) {}

  /** @throws HttpProblem 422 `release/breakdowns` for tables that nobody could protect */
  async ask(
    principal: Principal,
    district: string,
    post: ReleasePost,
    keep: KeepAnswer<{ releaseId: string }>,
  ): Promise<CommandDone<{ releaseId: string }>> {
    const { store, clock, random } = this.options;
    const breakdowns = post.breakdowns ?? USUAL_BREAKDOWNS;
    const fault = planFault(breakdowns);
    if (fault !== undefined) {
      throw problem(422, 'release/breakdowns', `These tables cannot be protected together: ${fault}.`, {
        field: 'breakdowns',
        wouldBeRight: 'attributes alone, and pairs that close no circle',
      });
    }
    const { policy } = await this.options.policies.of(district);
    const releaseId = randomId(random);
    const release: ReleaseDocument = {
      ...{ district, releaseId, title: post.title, state: 'making', preparedBy: principal.id, approvedBy: null },
      ...{ requestedAt: instant(clock), publishedAt: null, policy, breakdowns },
      ...{ progress: { made: 0, of: null }, subjects: [], hash: '' },
    };
    const requested: ReleaseRequested = {
      ...{ district, releaseId, breakdowns: [...breakdowns], policy },
      ...(post.indicators && { indicators: post.indicators }),
      ...(post.periods && { periods: post.periods }),
    };
    const body = { releaseId };
    const key = releaseKey(district, releaseId);
    const { positions } = await store.commit({
      writes: [
        { collection: releases, id: key, expected: 0, body: release },
        ...keep(body, [{ topic: RELEASES_TOPIC, stream: key }]),
      ],
      publish: [this.event(release, 'release.requested', requested)],
    });
    return { body, positions };
  }

  /**
   * Makes a release public.
   *
   * @throws HttpProblem 409 `release/not-prepared`, `decision/needs-second-person`
   */
  async approve(
    principal: Principal,
    district: string,
    releaseId: string,
    keep: KeepAnswer<ReleaseView>,
  ): Promise<CommandDone<ReleaseView>> {
    const { store, clock, soleOperatorId } = this.options;
    const stored = await this.require(principal, district, releaseId);
    const { body: release } = stored;
    if (release.state !== 'prepared')
      throw problem(
        409,
        'release/not-prepared',
        `The release is ${release.state}: only a prepared one can be approved.`,
      );
    if (release.preparedBy === principal.id && principal.id !== soleOperatorId) {
      throw problem(409, 'decision/needs-second-person', 'Who prepared a release does not approve it.');
    }
    const publishedAt = instant(clock);
    const published: ReleaseDocument = { ...release, state: 'published', approvedBy: principal.id, publishedAt };
    const view = viewOf(published);
    const { positions } = await store.commit({
      writes: [
        { collection: releases, id: stored.id, expected: stored.version, body: published },
        ...keep(view, [{ topic: RELEASES_TOPIC, stream: stored.id }]),
      ],
      publish: [this.event(release, 'release.published', { district, releaseId, hash: release.hash, publishedAt })],
    });
    return { body: view, positions };
  }

  /** Newest last; those that are not public yet only for who prepares or approves them. */
  async list(
    principal: Principal,
    district: string,
    request: { readonly limit: number; readonly after?: string },
  ): Promise<PageAnswer<ReleaseView>> {
    const range = { equals: [district] };
    const page = await this.options.store.find(releases, 'by-district', range, request);
    const seen = page.items.filter(({ body }) => maySee(principal, body)).map(({ body }) => viewOf(body));
    return pageOf(seen, page.next ?? null);
  }

  async one(principal: Principal, district: string, releaseId: string): Promise<ReleaseView> {
    return viewOf((await this.require(principal, district, releaseId)).body);
  }

  /** @throws HttpProblem 404 for what the release does not hold, 422 for a breakdown that it does not have */
  async gaps(
    principal: Principal,
    district: string,
    releaseId: string,
    query: ReleaseGapsQuery,
  ): Promise<ReleaseGapsAnswer> {
    const { id, body: release } = await this.require(principal, district, releaseId);
    const subject = subjectOf(release, query);
    const by = (query.by ?? '').split(',').filter((attribute) => attribute !== '');
    this.requireBreakdown(release, by);
    const rows = await this.rows(id, subject);
    const school = query.school ?? null;
    const groups = rows.filter((row) => isAsked(row, by, school));
    const { tables: _tables, parts: _parts, ...said } = subject;
    const { title, publishedAt } = release;
    const answer: ReleaseGapsAnswer = {
      ...{ district, releaseId, title, publishedAt, hash: hashOf(release), ...said, by, school },
      groups: groups.map((row) => ({
        ...row,
        group: Object.fromEntries(by.map((attribute) => [attribute, row.group[attribute]!])),
      })),
    };
    return throughGate(answer, false, (released) => released); // its rows were made by disclosure control
  }

  private async rows(key: string, subject: ReleasedSubject): Promise<ReleasedRow[]> {
    const rows: ReleasedRow[] = [];
    for (let from = 0; from < subject.parts; from += LOADED_AT_ONCE) {
      const count = Math.min(LOADED_AT_ONCE, subject.parts - from);
      const ids = Array.from({ length: count }, (_, at) => partKey(key, subject, from + at));
      for (const part of await this.options.store.load(releaseParts, ids)) rows.push(...(part?.body.rows ?? []));
    }
    return rows;
  }

  private requireBreakdown(release: ReleaseDocument, by: readonly string[]): void {
    const wanted = [...by].sort().join();
    if (by.length === 0 || release.breakdowns.some((planned) => [...planned.by].sort().join() === wanted)) return;
    throw problem(422, 'release/breakdown-not-published', `The release has no numbers by ${by.join(' and ')}.`, {
      field: 'by',
      was: by.join(),
      wouldBeRight: release.breakdowns.map((planned) => planned.by.join()).join('; '),
    });
  }

  private async require(principal: Principal, district: string, releaseId: string): Promise<Stored<ReleaseDocument>> {
    const [stored] = await this.options.store.load(releases, [releaseKey(district, releaseId)]);
    if (stored && maySee(principal, stored.body)) return stored;
    throw problem(404, 'release/unknown', 'There is no such release.');
  }

  private event({ district, releaseId }: ReleaseDocument, type: string, data: unknown): OutgoingEvent {
    const correlationId = currentCorrelationId() ?? releaseId;
    return { topic: RELEASES_TOPIC, stream: releaseKey(district, releaseId), type, data, correlationId };
  }
}

/** What is not public yet is seen by those who make it so. */
function maySee(principal: Principal, { state }: ReleaseDocument): boolean {
  if (state === 'published') return grantsFor(principal, 'releases.read').length > 0;
  return may(principal, 'releases.prepare') || may(principal, 'releases.approve');
}

function viewOf(release: ReleaseDocument): ReleaseView {
  const { preparedBy: _preparedBy, approvedBy: _approvedBy, breakdowns, subjects, ...shown } = release;
  return { ...shown, hash: hashOf(release), breakdowns: [...breakdowns], subjects: [...subjects] };
}

function hashOf({ state, hash }: ReleaseDocument): string | null {
  return state === 'making' ? null : hash;
}

function subjectOf(release: ReleaseDocument, { indicator, period }: ReleaseGapsQuery): ReleasedSubject {
  const own = release.subjects.filter((subject) => subject.indicator === indicator);
  const found = period === undefined ? own.at(-1) : own.find((subject) => subject.period === period);
  if (found) return found;
  throw problem(404, 'indicator/unknown', 'The release has no numbers of this indicator and period.', {
    field: own.length === 0 ? 'indicator' : 'period',
    was: own.length === 0 ? indicator : period,
    wouldBeRight: (own.length === 0 ? release.subjects : own)
      .map((subject) => (own.length === 0 ? subject.indicator : subject.period))
      .join(', '),
  });
}

function isAsked(row: ReleasedRow, by: readonly string[], school: string | null): boolean {
  if (Object.keys(row.group).length !== by.length || by.some((attribute) => row.group[attribute] === undefined))
    return false;
  return school === 'all' ? row.schoolId !== null : row.schoolId === school;
}
