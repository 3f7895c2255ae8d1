// Apache Kafka as Maven has it: where there is no Docker, the broker runs straight from its jars.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, isCached } from './cache.mjs';
import { CannotStart } from './cannot-start.mjs';
import { answerOf, run } from './commands.mjs';

export const KAFKA_VERSION = '4.4.0';
const NAME = `kafka-${KAFKA_VERSION}`;
const LEAST_JAVA = 17;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>evenground</groupId><artifactId>kafka-for-development</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** The folder of the jars. @throws CannotStart naming what is missing */
export async function kafkaJars() {
  const java = /version "(\d+)/.exec(answerOf('java', ['-version']) ?? '')?.[1];
  const missing = [];
  if (java === undefined) missing.push(`no java (${LEAST_JAVA} or newer is needed)`);
  else if (Number(java) < LEAST_JAVA) missing.push(`java is version ${java}; ${LEAST_JAVA} or newer is needed`);
  if (!isCached(NAME) && answerOf('mvn', ['--version']) === undefined) missing.push('no mvn (Apache Maven)');
  if (missing.length > 0) throw new CannotStart('Kafka', missing);
  const folder = await cached(NAME, async (draft) => {
    const work = join(draft, 'maven');
    mkdirSync(work);
    writeFileSync(join(work, 'pom.xml'), POM);
    try {
      await run('mvn', [
        '-q',
        '-B',
        '-f',
        join(work, 'pom.xml'),
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${join(draft, 'libs')}`,
      ]);
    } catch (error) {
      throw new CannotStart('Kafka', [`Maven could not fetch kafka_2.13 ${KAFKA_VERSION}: ${error.message}`]);
    }
  });
  return join(folder, 'libs');
}
