/** Says that a component cannot be had on this machine, and what is missing; the caller decides whether that is a failure. */
export class CannotStart extends Error {
  /** @param component 'Kafka' or 'MongoDB' @param missing sentences, each naming one thing */
  constructor(component, missing) {
    super(`${component} cannot be started here: ${missing.join('; ')}`);
    this.name = 'CannotStart';
    this.component = component;
    this.missing = missing;
  }
}
