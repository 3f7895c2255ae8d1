import { join } from 'node:path';
import {
  type Authenticator,
  BUILT_IN_ISSUER,
  SignInCodes,
  type TokenSource,
  type TokenSubject,
  bearerAuthenticator,
  keyedPseudonym,
  localAdministrator,
  localToken,
  oidcTokens,
  openBuiltInIssuer,
} from '@evenground/auth';
import { type Clock, type Random, type Settings, deriveKey } from '@evenground/config';

export interface SignIn {
  readonly authenticator: Authenticator;
  /** The local administrator, where there is one. */
  readonly soleOperatorId?: string;
  /** Only with the built-in issuer. */
  readonly links?: SignInLinks;
}

export interface SignInLinks {
  /** A code that can be redeemed once, within 15 minutes. */
  newCode(): string;
  /** A token for whom the code was made; `undefined` for a code that is wrong, used or late. */
  redeem(code: string): Promise<string | undefined>;
  /** A token for a person of the pilot; the name becomes a pseudonym. */
  tokenFor(person: Omit<TokenSubject, 'clientScopes'>): Promise<string>;
}

const LOCAL_SUBJECT = 'local-administrator';

/** Who is let in, by what the settings say: an OIDC issuer or the built-in one, and the local token where there is one. */
export async function openSignIn(
  settings: Settings,
  secret: Uint8Array,
  clock: Clock,
  random: Random,
): Promise<SignIn> {
  const pseudonym = keyedPseudonym(deriveKey(secret, 'evenground/principal'));
  const administrator = localAdministrator(pseudonym(BUILT_IN_ISSUER, LOCAL_SUBJECT));
  const local: TokenSource[] =
    settings.localToken === undefined ? [] : [localToken(settings.localToken, administrator)];
  if (settings.oidc) {
    const { issuer, audience } = settings.oidc;
    const soleOperatorId = local.length === 0 ? undefined : administrator.id;
    return {
      soleOperatorId,
      authenticator: bearerAuthenticator([...local, oidcTokens({ issuer, audience, clock, pseudonym })]),
    };
  }
  const issuer = await openBuiltInIssuer({
    keyFile: join(settings.dataDir, 'keys', 'built-in-issuer.jwk'),
    clock,
    random,
    pseudonym,
  });
  const codes = new SignInCodes<string>(clock, random);
  const { id: soleOperatorId, ...scope } = administrator;
  return {
    soleOperatorId,
    authenticator: bearerAuthenticator([...local, issuer.tokens]),
    links: {
      newCode: () => codes.issue(LOCAL_SUBJECT),
      redeem: async (code) => {
        const subject = codes.redeem(code);
        return subject === undefined ? undefined : issuer.issue({ ...scope, subject });
      },
      // Prefixed, so that nobody can be given the administrator's name.
      tokenFor: ({ subject, ...person }) => issuer.issue({ ...person, clientScopes: [], subject: `person:${subject}` }),
    },
  };
}
