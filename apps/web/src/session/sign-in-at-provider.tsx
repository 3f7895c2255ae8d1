import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../language/language.js';
import { Loading } from '../shell/loading.js';
import { type ProviderFailure, endAtProvider } from './oidc.js';
import { session } from './session.js';
import { Threshold } from './sign-in.js';
import { SignInWays } from './sign-in-ways.js';
import { signInOptions } from './who.js';

interface Failed {
  readonly failure: ProviderFailure;
  readonly returnTo: string;
}
const OTHERWISE: Failed = { failure: 'other', returnTo: '/' };

/** The identity provider sent the browser back: exchanges the code for a token and goes on where the person was. */
export function SignInAtProvider() {
  const t = useWords();
  const [, go] = useLocation();
  const [failed, setFailed] = useState<Failed>();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const address = new URL(location.href);
    history.replaceState(null, '', '/signed-in'); // the code is for nobody else's eyes
    void (async () => {
      try {
        const options = await signInOptions();
        const came = options.kind === 'oidc' ? await endAtProvider(options, address) : OTHERWISE;
        if ('failure' in came) return setFailed(came);
        session.signIn(came.token, came.idToken);
        go(isOwnPath(came.returnTo) ? came.returnTo : '/', { replace: true });
      } catch {
        setFailed(OTHERWISE);
      }
    })();
  }, [go]);
  return (
    <Threshold>
      {failed ? (
        <>
          <div role="alert" className="note bad">
            <p>
              <strong>{t(`sign-in.provider.${failed.failure}`)}</strong>
            </p>
            <p>{t(`sign-in.provider.${failed.failure}.next`)}</p>
          </div>
          <SignInWays returnTo={isOwnPath(failed.returnTo) ? failed.returnTo : '/'} />
        </>
      ) : (
        <Loading text={t('sign-in.link.redeeming')} />
      )}
    </Threshold>
  );
}

/** A page of ours, and not another host in the clothes of a path. */
function isOwnPath(address: string): boolean {
  return address.startsWith('/') && !address.startsWith('//');
}
