import { useState } from 'react';
import { LANGUAGES, type Language, useLanguage, useWords } from '../language/language.js';
import { APPEARANCES, type Appearance, appearanceChosen, chooseAppearance } from '../look/appearance.js';

/** Language and appearance: the browser's own lists, which every assistive technology knows. */
export function Settings() {
  const t = useWords();
  const { language, choose } = useLanguage();
  const [appearance, setAppearance] = useState(appearanceChosen);
  return (
    <>
      <label className="setting">
        <span>{t('setting.language')}</span>
        <select value={language} onChange={(event) => choose(event.target.value as Language)}>
          {Object.entries(LANGUAGES).map(([value, name]) => (
            <option key={value} value={value} lang={value}>
              {name}
            </option>
          ))}
          {language === 'pseudo' && <option value="pseudo">Pseudo</option>}
        </select>
      </label>
      <label className="setting">
        <span>{t('setting.appearance')}</span>
        <select
          value={appearance}
          onChange={(event) => {
            const chosen = event.target.value as Appearance;
            chooseAppearance(chosen);
            setAppearance(chosen);
          }}
        >
          {APPEARANCES.map((value) => (
            <option key={value} value={value}>
              {t(`setting.appearance.${value}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
