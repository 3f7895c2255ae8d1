import { TOPICS, allTopicNames } from '@evenground/contracts';
import { brokenPromises, configOf, longestRetentionMs } from './topic-configs.js';
import { catalogueTopics } from './topic-names.js';

const [records] = catalogueTopics(['ingestion.records']);
const heads = catalogueTopics([]).at(-1);
if (records === undefined || heads === undefined) throw new Error('the catalogue has both');

describe('the configuration of topics', () => {
  it('is made of the catalogue', () => {
    const names = catalogueTopics().map(({ name }) => name);
    expect(names).toEqual([...allTopicNames(), 'platform.stream-heads']);
    for (const { name, partitions } of TOPICS) {
      expect(catalogueTopics().find((topic) => topic.name === name)).toMatchObject({ partitions, retentionDays: 30 });
    }
    expect(configOf(records, 3)).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '2592000000',
      'min.insync.replicas': '2',
      'unclean.leader.election.enable': 'false',
    });
    expect(configOf(records, 1)).toMatchObject({ 'min.insync.replicas': '1' });
    expect(configOf(heads, 3)).toMatchObject({ 'cleanup.policy': 'compact' });
  });

  it('breaks no promise as it is made', () => {
    for (const topic of catalogueTopics()) {
      expect(brokenPromises(topic, 3, new Map(Object.entries(configOf(topic, 3))))).toEqual([]);
    }
  });

  it.each([
    [records, 'cleanup.policy', 'compact'],
    [records, 'cleanup.policy', 'compact,delete'],
    [records, 'retention.ms', '86400000'],
    [records, 'retention.bytes', '1000000'],
    [records, 'min.insync.replicas', '1'],
    [records, 'unclean.leader.election.enable', 'true'],
    [records, 'max.message.bytes', '1048588'],
    [records, 'compression.type', 'zstd'],
    [heads, 'cleanup.policy', 'delete'],
  ])('of %j is refused with %s=%s', (topic, name, value) => {
    const found = new Map(Object.entries({ ...configOf(topic, 3), [name]: value }));
    expect(brokenPromises(topic, 3, found)).toEqual([expect.stringContaining(`${name} is ${value} and must be`)]);
  });

  it('may keep longer than the catalogue says', () => {
    const found = new Map(Object.entries({ ...configOf(records, 3), 'retention.ms': '-1' }));
    expect(brokenPromises(records, 3, found)).toEqual([]);
  });

  it('says after how long events are gone: the longest retention and a segment, compacted topics aside', () => {
    const found = catalogueTopics().map((topic) => new Map(Object.entries(configOf(topic, 3))));
    expect(longestRetentionMs(found)).toBe(31 * 86_400_000);
    const forEver = new Map(Object.entries({ ...configOf(records, 3), 'retention.ms': '-1' }));
    expect(longestRetentionMs([...found, forEver])).toBe(Infinity);
  });
});
