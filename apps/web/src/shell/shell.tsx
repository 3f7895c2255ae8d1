import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { MessageKey } from '../language/en.js';
import { useNames, useWords } from '../language/language.js';
import { mayLoad, usePlace } from '../session/place.js';
import { SignOutButton } from '../session/sign-out-button.js';
import { LostServer } from './lost-server.js';
import { Settings } from './settings.js';

const PAGES: readonly (readonly [path: string, key: MessageKey])[] = [
  ['/', 'nav.home'],
  ['/explore', 'nav.explore'],
  ['/connect', 'nav.connect'],
  ['/status', 'nav.status'],
];

/** The frame of every page: name, pages, settings. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useWords();
  const names = useNames();
  const { who, district, move } = usePlace();
  const [path] = useLocation();
  const shown = PAGES.filter(([address]) => address !== '/connect' || mayLoad(who) || who.roles.some(readsRecords));
  return (
    <>
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="top">
        <Link href="/" className="wordmark">
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span>{t('app.name')}</span>
        </Link>
        <nav aria-label={t('app.navigation')}>
          <ul>
            {shown.map(([address, key]) => (
              <li key={address}>
                <Link href={address} aria-current={isCurrent(address, path) ? 'page' : undefined}>
                  {t(key)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="district">
          {who.districts.length > 1 ? (
            <label className="setting">
              <span>{t('setting.district')}</span>
              <select value={district} onChange={(event) => move(event.target.value)}>
                {[...new Set([...who.districts, district])].map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
          ) : (
            <p className="setting">
              <span>{t('setting.district')}</span> <strong>{district}</strong>
            </p>
          )}
        </div>
      </header>
      <LostServer />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="bottom" aria-label={t('app.settings')}>
        <p>{t('signed-in.as', { roles: who.roles.map((role) => names('role', role)).join(', ') })}</p>
        <Settings />
        <SignOutButton />
      </footer>
    </>
  );
}

function readsRecords(role: string): boolean {
  return role === 'principal' || role === 'equity-lead';
}

function isCurrent(address: string, path: string): boolean {
  if (address === '/') return path === '/' || path.startsWith('/cycles/');
  return path === address || path.startsWith(`${address}/`);
}
