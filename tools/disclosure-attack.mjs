// Attacks the disclosure control on random districts: npm run disclosure-attack -- <districts> [seed]
import * as control from '../libs/disclosure/dist/index.js';
import { tryDistricts } from './disclosure-attack/try-districts.mjs';

const [districts = 200, seed = 1] = process.argv.slice(2).map(Number);
if (!Number.isInteger(districts) || districts < 1 || !Number.isInteger(seed)) {
  console.error('usage: npm run disclosure-attack -- <districts, 1 or more> [seed, a whole number]');
  process.exit(2);
}
const policy = control.policyNamed(control.DEFAULT_POLICY);
const started = performance.now();
const said = (name, { hidden, coded, exact, asked, carried, withheld, violations }) => {
  const { length } = violations;
  console.log(
    `${name}: ${exact} numbers shown, ${coded} coded, ${hidden} hidden, ${carried} tables carried over, ${withheld} withheld; ` +
      `${asked} small numbers attacked, ${length} found`,
  );
  for (const violation of violations.slice(0, 5)) console.log(`  ${JSON.stringify(violation)}`);
};
const on = tryDistricts(
  { ...control, policy },
  {
    districts,
    seed,
    onDistrict: (done) => done % 200 === 0 && console.log(`${done} of ${districts} districts`),
  },
);
said(`control on, ${districts} districts, seed ${seed}`, on);
const few = Math.min(districts, 20);
const off = tryDistricts({ ...control, policy }, { districts: few, seed, isOff: true });
said(`control off, ${few} districts`, { ...off, violations: off.violations.map(({ kind }) => kind) });
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
if (off.violations.length === 0) console.error('the attack finds nothing where nothing is protected: it does not bite');
process.exit(on.violations.length === 0 && off.violations.length > 0 ? 0 : 1);
