import { useWords } from '../language/language.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { SignOutButton } from './sign-out-button.js';

/** Somebody is signed in whom nobody has given a district yet. */
export function NoDistrict() {
  const t = useWords();
  const heading = usePageTitle(t('setting.district.nothing'));
  return (
    <main className="narrow card stack">
      <h1 ref={heading} tabIndex={-1}>
        {t('setting.district.nothing')}
      </h1>
      <p>{t('setting.district.nothing.next')}</p>
      <SignOutButton />
    </main>
  );
}
