import { isPlatformError } from '@evenground/contracts';

const MOST_ATTEMPTS = 8; // conflicts in a row; each attempt loads everything again

/** Runs an attempt again from the start when somebody else wrote meanwhile. */
export async function repeatOnConflict<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (attempts >= MOST_ATTEMPTS || !isPlatformError(error, 'version-conflict')) throw error;
    }
  }
}
