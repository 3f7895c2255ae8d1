import { useWords } from '../language/language.js';
import { usePageTitle } from './use-page-title.js';

export function NothingHere() {
  const t = useWords();
  const heading = usePageTitle(t('nothing-here.title'));
  return (
    <div className="stack">
      <h1 ref={heading} tabIndex={-1}>
        {t('nothing-here.title')}
      </h1>
      <p>{t('nothing-here.text')}</p>
    </div>
  );
}
