import { createHash } from 'node:crypto';
import kafkajs, { type Cluster, type PartitionAssigner } from 'kafkajs';

const { PartitionAssigners } = kafkajs;
const DIGEST_CHARACTERS = 8;

export interface MemberName {
  /** Of this copy, the same over restarts, and of no other process that runs. */
  readonly name: string;
  /** In Kafka. */
  readonly topics: readonly string[];
}

/**
 * The usual assigner, for a member that has a name (`group.instance.id`): one whose process was killed takes its place
 * in the group again at once, and nobody else notices. Without a name the whole group would wait until the session of
 * the dead member is over.
 *
 * kafkajs 2.2.4 can write the name into its requests but offers no way to say it. It hands its cluster to assigners, so
 * that here each coordinator which the group asks of it is dressed to say the name. A spec fails where that has no effect.
 */
export function namedMember(member: MemberName): PartitionAssigner {
  return (parts) => {
    const finder = parts.cluster as unknown as CoordinatorFinder;
    const find = finder.findGroupCoordinator.bind(finder);
    const joined: Joined = { groupInstanceId: undefined };
    finder.findGroupCoordinator = async (asked) =>
      saying(await find(asked), joined, () => seatOf(member, parts.cluster));
    return PartitionAssigners.roundRobin(parts);
  };
}

/** What the member is called in the group it has joined. */
interface Joined {
  groupInstanceId: string | undefined;
}

/**
 * Another number of partitions is another seat: Kafka gives one that is taken again what it had before, without sharing
 * out anew, and so partitions added in between would belong to nobody.
 */
function seatOf({ name, topics }: MemberName, cluster: Cluster): string {
  const counts = [...topics].sort().map((topic) => `${topic} ${cluster.findTopicPartitionMetadata(topic).length}`);
  const digest = createHash('sha256').update(counts.join('\n')).digest('hex').slice(0, DIGEST_CHARACTERS);
  return `${name}.${digest}`;
}

function saying(coordinator: Coordinator, joined: Joined, seat: () => string): Coordinator {
  const joinGroup: Coordinator['joinGroup'] = (asked) => {
    // A member that the group knows keeps its name as long as it is known.
    if (asked.memberId === '') joined.groupInstanceId = seat();
    return coordinator.joinGroup.call(dressed, asked);
  };
  const lookupRequest: Coordinator['lookupRequest'] = (apiKey, definition) => {
    const request = coordinator.lookupRequest(apiKey, definition);
    return (asked) => request({ ...asked, ...joined });
  };
  const dressed = Object.create(coordinator, {
    joinGroup: { value: joinGroup },
    lookupRequest: { value: lookupRequest },
  }) as Coordinator;
  return dressed;
}

interface CoordinatorFinder {
  findGroupCoordinator(asked: object): Promise<Coordinator>;
}

/** What writes the requests of a member; the types of kafkajs leave out most of it. */
interface Coordinator {
  joinGroup(asked: { readonly memberId: string }): Promise<unknown>;
  /** What writes a request in the newest version that the broker and kafkajs share. */
  lookupRequest(apiKey: number, definition: unknown): (asked: object) => unknown;
}
