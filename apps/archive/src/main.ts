import 'reflect-metadata';
import { loadSettings, systemClock } from '@evenground/config';
import { isPlatformError } from '@evenground/contracts';
import { errorFields } from '@evenground/telemetry';
import { type CommandParts, backup, migrate, restore } from './commands.js';

const USAGE = `npm run backup -- <file>               writes all that the services keep into a new file
npm run restore -- <file>              puts such a file into the empty place that the settings name
npm run migrate -- --to cluster        moves the data directory into an empty cluster
npm run migrate -- --to embedded       moves the cluster into an empty data directory
`;

/** Backs up, restores and moves what the services keep; where it lies is said by the settings of the services. */
async function main(): Promise<void> {
  const [command, ...given] = process.argv.slice(2);
  const run = chosen(command ?? '', given);
  if (run === undefined) {
    process.stderr.write(USAGE);
    process.exit(2);
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  await run({ settings: loadSettings(), clock: systemClock, say });
}

function chosen(command: string, given: readonly string[]): ((parts: CommandParts) => Promise<void>) | undefined {
  const [first = '', second = '', ...more] = given;
  if (more.length > 0 || first === '') return undefined;
  switch (command) {
    case 'backup':
      return second === '' ? (parts) => backup(first, parts) : undefined;
    case 'restore':
      return second === '' ? (parts) => restore(first, parts) : undefined;
    case 'migrate':
      if (first !== '--to' || (second !== 'cluster' && second !== 'embedded')) return undefined;
      return (parts) => migrate(second, parts);
    default:
      return undefined;
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // What a fault of the platform says is meant for people; its cause is not.
    const says = isPlatformError(error) ? error.message : errorFields(error).reason;
    process.stderr.write(`evenground: ${says}\n`);
    process.exit(1);
  },
);
