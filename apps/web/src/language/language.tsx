import { type ReactNode, createContext, useCallback, useContext, useMemo, useState } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { remember, remembered } from '../drafts/remembered.js';
import type { MessageKey, Messages } from './en.js';

export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES | 'pseudo';

const LOADERS: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => (await import('./en.js')).en,
  es: async () => (await import('./es.js')).es,
  pseudo: async () => (await import('./pseudo.js')).pseudo,
};

/** What was chosen before, else what the browser asks for, else English. `?language=pseudo` is for tests. */
export function languageWanted(): Language {
  const asked = new URLSearchParams(location.search).get('language') ?? remembered('language') ?? navigator.language;
  if (asked === 'pseudo') return 'pseudo';
  return asked.startsWith('es') ? 'es' : 'en';
}

export function messagesOf(language: Language): Promise<Messages> {
  return LOADERS[language]();
}

interface LanguageChoice {
  readonly language: Language;
  choose(language: Language): void;
}
const LanguageContext = createContext<LanguageChoice>({ language: 'en', choose: () => undefined });

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext);
}

/** Gives the pages their words. A language is loaded whole before it is shown. */
export function LanguageProvider({
  first,
  messages,
  children,
}: {
  readonly first: Language;
  readonly messages: Messages;
  readonly children: ReactNode;
}) {
  const [shown, setShown] = useState({ language: first, messages });
  const choose = useCallback((language: Language) => {
    remember('language', language);
    void messagesOf(language).then((loaded) => {
      document.documentElement.lang = tagOf(language);
      setShown({ language, messages: loaded });
    });
  }, []);
  const choice = useMemo(() => ({ language: shown.language, choose }), [shown.language, choose]);
  return (
    <LanguageContext value={choice}>
      <IntlProvider locale={tagOf(shown.language)} messages={shown.messages} onError={failLoudly} timeZone={undefined}>
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}

export function tagOf(language: Language): string {
  return language === 'pseudo' ? 'en' : language;
}

/** A missing or broken text is a mistake of ours: it stands in the console, where the tests look. */
function failLoudly(error: Error): void {
  console.error(error);
}

type Values = Readonly<Record<string, string | number | Date | undefined>>;

/** Words by key: `t('home.title')`. */
export function useWords(): (key: MessageKey, values?: Values) => string {
  const intl = useIntl();
  return useCallback((key, values) => intl.formatMessage({ id: key }, values), [intl]);
}

/** Words whose key is put together from data; what nobody translated is shown as it came. */
export function useNames(): (prefix: string, name: string, otherwise?: string) => string {
  const intl = useIntl();
  return useCallback(
    (prefix, name, otherwise) => {
      const id = `${prefix}.${name}`;
      return id in intl.messages ? intl.formatMessage({ id }) : (otherwise ?? name);
    },
    [intl],
  );
}
