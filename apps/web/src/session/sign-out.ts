import { session } from './session.js';
import { signInOptions } from './who.js';

/**
 * Ends the sign-in in all tabs, and at the provider where it was there: else whoever comes next to this machine would be
 * let in again by it.
 */
export async function signOut(): Promise<void> {
  const idToken = session.idToken();
  session.signOut();
  if (idToken === undefined) return;
  const options = await signInOptions();
  if (options.kind === 'oidc') await (await import('./oidc.js')).leaveProvider(options, idToken);
}
