import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../language/language.js';
import { Settings } from '../shell/settings.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { SignInWays } from './sign-in-ways.js';

export function SignIn() {
  const [path] = useLocation();
  return (
    <Threshold>
      <SignInWays returnTo={path + location.search} />
    </Threshold>
  );
}

/** The page outside of the house: the name, what it is for, and the way in. */
export function Threshold({ children }: { readonly children: ReactNode }) {
  const t = useWords();
  const heading = usePageTitle(t('sign-in.title'));
  return (
    <div className="threshold">
      <header>
        <p className="wordmark">
          <img src="/icon.svg" alt="" width="32" height="32" /> {t('app.name')}
        </p>
        <p className="lead">{t('app.tagline')}</p>
      </header>
      <main className="card stack">
        <h1 ref={heading} tabIndex={-1}>
          {t('sign-in.title')}
        </h1>
        {children}
      </main>
      <footer>
        <Settings />
      </footer>
    </div>
  );
}
