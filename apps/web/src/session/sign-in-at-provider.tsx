import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../language/language.js';
import { Loading } from '../shell/loading.js';
import { endAtProvider } from './oidc.js';
import { session } from './session.js';
import { Threshold } from './sign-in.js';
import { SignInWays } from './sign-in-ways.js';
import { signInOptions } from './who.js';

/** The identity provider sent the browser back: exchanges the code for a token and goes on where the person was. */
export function SignInAtProvider() {
  const t = useWords();
  const [, go] = useLocation();
  const [hasFailed, setFailed] = useState(false);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const address = new URL(location.href);
    history.replaceState(null, '', '/signed-in'); // the code is for nobody else's eyes
    void (async () => {
      try {
        const options = await signInOptions();
        if (options.kind !== 'oidc') throw new Error('there is no identity provider here');
        const { token, returnTo } = await endAtProvider(options, address);
        session.signIn(token);
        go(returnTo.startsWith('/') && !returnTo.startsWith('//') ? returnTo : '/', { replace: true });
      } catch {
        setFailed(true);
      }
    })();
  }, [go]);
  return (
    <Threshold>
      {hasFailed ? (
        <>
          <p role="alert" className="note bad">
            {t('sign-in.provider.failed')} {t('sign-in.provider.failed.next')}
          </p>
          <SignInWays returnTo="/" />
        </>
      ) : (
        <Loading text={t('sign-in.link.redeeming')} />
      )}
    </Threshold>
  );
}
