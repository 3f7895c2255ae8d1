import {
  type Parity,
  allInOneClusterDeployment,
  clusterDeployment,
  embeddedDeployment,
  parityOf,
} from '@evenground/testing';

describe('the same district', () => {
  let embedded: Parity;
  beforeAll(async () => {
    embedded = await parityOf(embeddedDeployment);
    console.log(`parity of embedded: answers ${embedded.hashes.answers}, exports ${embedded.hashes.exports}`);
  }, 180_000);

  it.each([clusterDeployment(2), allInOneClusterDeployment])(
    'is answered and exported to the byte as embedded does: $name',
    async (deployment) => {
      const { answers, exports, hashes } = await parityOf(deployment);
      console.log(`parity of ${deployment.name}: answers ${hashes.answers}, exports ${hashes.exports}`);
      expect(answers).toEqual(embedded.answers);
      expect(exports).toEqual(embedded.exports);
      expect(answers.length).toBeGreaterThan(50);
      expect(exports.length).toBeGreaterThan(10);
    },
    400_000,
  );
});
