import { useDraft } from '../drafts/use-draft.js';
import { useWords } from '../language/language.js';
import { usePageTitle } from '../shell/use-page-title.js';

/** Asks somebody who may act in every district for the one to begin with. */
export function AskDistrict({
  known,
  onChosen,
}: {
  readonly known: readonly string[];
  readonly onChosen: (district: string) => void;
}) {
  const t = useWords();
  const heading = usePageTitle(t('setting.district.ask'));
  const [typed, setTyped, done] = useDraft('district');
  return (
    <main className="narrow card">
      <h1 ref={heading} tabIndex={-1}>
        {t('setting.district.ask')}
      </h1>
      {known.length > 0 && (
        <ul className="plain stack">
          {known.map((district) => (
            <li key={district}>
              <button type="button" className="button" onClick={() => onChosen(district)}>
                {district}
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === '') return;
          onChosen(typed.trim());
          done();
        }}
      >
        <label className="field">
          <span>{t('setting.district')}</span>
          <small>{t('setting.district.hint')}</small>
          <input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        </label>
        <button type="submit" className="button">
          {t('setting.district.open')}
        </button>
      </form>
    </main>
  );
}
