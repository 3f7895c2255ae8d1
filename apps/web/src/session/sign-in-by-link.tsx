import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../language/language.js';
import { Loading } from '../shell/loading.js';
import { session } from './session.js';
import { Threshold } from './sign-in.js';
import { SignInWays } from './sign-in-ways.js';
import { useSession } from './use-session.js';
import { redeem } from './who.js';

/** Somebody opened the printed link: exchanges its code, once, and takes the code out of the address. */
export function SignInByLink({ code }: { readonly code: string }) {
  const t = useWords();
  const { status } = useSession();
  const [, go] = useLocation();
  const [isRefused, setRefused] = useState(false);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    redeem(code).then(
      (token) => {
        session.signIn(token);
        go('/', { replace: true });
      },
      () => setRefused(true),
    );
  }, [code, go]);
  useEffect(() => {
    if (isRefused && status === 'signed-in') go('/', { replace: true }); // signed in already, or by another way
  }, [isRefused, status, go]);
  return (
    <Threshold>
      {isRefused ? (
        <>
          <p role="alert" className="note bad">
            {t('sign-in.link.used')} {t('sign-in.link.used.next')}
          </p>
          <SignInWays returnTo="/" />
        </>
      ) : (
        <Loading text={t('sign-in.link.redeeming')} />
      )}
    </Threshold>
  );
}
