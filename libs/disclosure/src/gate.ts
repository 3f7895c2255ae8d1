import { markControlled } from '@evenground/contracts';

/**
 * The gate of answers that hold numbers of people: whole for who may see every one of them, else what `disclose` leaves.
 * An answer that did not come through here does not leave the process (see `numbersOfPeople`).
 */
export function throughGate<Whole extends object, Left extends object = Whole>(
  answer: Whole,
  seesEverything: boolean,
  disclose: (answer: Whole) => Left,
): Whole | Left {
  const shown = seesEverything ? answer : disclose(answer);
  markControlled(shown);
  return shown;
}
