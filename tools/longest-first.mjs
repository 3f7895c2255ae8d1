import Sequencer from '@jest/test-sequencer';

// Minutes each, so that they begin first and the short ones fill the other worker meanwhile.
const LONG = ['scenario.cluster', 'moves.cluster', 'kill.cluster', 'parity.cluster', 'kill.int', 'nth-fault.int'];

/** The order of the test files for two workers: the long ones first, then as jest orders them (by size or by last time). */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ path }) => {
      const rank = LONG.findIndex((name) => path.includes(`/${name}.`));
      return rank === -1 ? LONG.length : rank;
    };
    return [...super.sort(tests)].sort((left, right) => rankOf(left) - rankOf(right));
  }
}
