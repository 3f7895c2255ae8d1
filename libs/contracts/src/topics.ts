import { DEAD_LETTERS_SUFFIX, REQUESTS_SUFFIX, type Service, type TopicDeclaration } from './declare.js';

const RETENTION_DAYS = 30; // the longest that erasure may have to wait for a topic (design: Trust)

function topic(
  name: string,
  streamKey: string,
  says: string,
  options: { partitions?: number; restatable?: boolean } = {},
): TopicDeclaration {
  return {
    name,
    publisher: name.split('.')[0] as Service,
    streamKey,
    says,
    partitions: options.partitions ?? 4,
    retentionDays: RETENTION_DAYS,
    restatable: options.restatable ?? true,
  };
}

/** Every topic of the product, once. */
export const TOPICS: readonly TopicDeclaration[] = [
  topic(
    'ingestion.records',
    'district/bucket',
    'blocks of records of one bucket of students that were accepted, corrected or withdrawn',
    { partitions: 16 },
  ),
  topic(
    'ingestion.reference',
    'district',
    'schools, calendars, declarations, assessment cuts, counts tables, completed uploads',
  ),
  topic('ingestion.deliveries', 'district/intervention', 'deliveries that came as records'),
  topic(
    'diagnostics.touched',
    'district/bucket',
    'which indicators and periods a commit changed and how far the stream is handled; no numbers',
    { partitions: 16, restatable: false },
  ),
  topic('diagnostics.measures', 'district/cycle', 'the absolute values of what a cycle tracks'),
  topic('diagnostics.definitions', 'district', 'an indicator was declared or changed'),
  topic('diagnostics.problem-statements', 'district/cycle', 'a measurable gap was stated, adopted, amended'),
  topic('interventions.cycles', 'district/cycle', 'every step of a cycle'),
  topic('interventions.rejections', 'district', 'an ingested delivery that the rules of its cycle refuse', {
    restatable: false,
  }),
  topic('feedback.reports', 'district/cycle', 'a frontline report'),
  topic('feedback.results', 'district/cycle', 'what listening has found, once its threshold is reached'),
  topic('diagnostics.tables', 'district/release', 'the disclosure-controlled tables of a release, and how far it is', {
    restatable: false,
  }),
  topic('reporting.releases', 'district/release', 'a release was asked for, and published', { restatable: false }),
  topic('reporting.reflections', 'district/cycle', 'the metrics of a cycle changed: before, after, cause', {
    restatable: false,
  }),
];

/**
 * Where a log that keeps no heads itself remembers how far publishers said that their streams reach: no events, but the
 * newest word per stream (key `topic|stream`), so compacted and kept for ever.
 */
export const STREAM_HEADS = { name: 'platform.stream-heads', partitions: 1 } as const;

export type TopicName = string;

const byName = new Map(TOPICS.map((declared) => [declared.name, declared]));

/** The declaration of a topic or, for its requests and dead letters, of the topic they belong to. */
export function topicNamed(name: string): TopicDeclaration | undefined {
  const source = name.endsWith(REQUESTS_SUFFIX)
    ? name.slice(0, -REQUESTS_SUFFIX.length)
    : name.endsWith(DEAD_LETTERS_SUFFIX)
      ? name.slice(0, -DEAD_LETTERS_SUFFIX.length)
      : name;
  return byName.get(source);
}

/** Every name that exists in the log: the topics, their requests and their dead letters. */
export function allTopicNames(): readonly string[] {
  return TOPICS.flatMap((declared) => [
    declared.name,
    ...(declared.restatable ? [declared.name + REQUESTS_SUFFIX] : []),
    declared.name + DEAD_LETTERS_SUFFIX,
  ]);
}
