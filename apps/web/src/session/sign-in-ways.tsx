import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { NO_ANSWER, problemOf } from '../api/problem.js';
import { useWords } from '../language/language.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import { session } from './session.js';
import { signInOptions, whoIs } from './who.js';

/** Names the one question that is asked before anybody is signed in. */
export const SIGN_IN_OPTIONS = 'sign-in-options';

/** What somebody can do here to be signed in. `returnTo`: where to go on afterwards. */
export function SignInWays({ returnTo }: { readonly returnTo: string }) {
  const t = useWords();
  const options = useQuery({ queryKey: [SIGN_IN_OPTIONS], queryFn: signInOptions, staleTime: Infinity });
  const [providerFailed, setProviderFailed] = useState(false);
  if (options.data === undefined) {
    return options.failureReason ? (
      <ProblemNote error={options.failureReason} onAgain={() => void options.refetch()} />
    ) : (
      <Loading />
    );
  }
  const { data } = options;
  return (
    <div className="stack">
      {data.kind === 'link' && <p>{t('sign-in.link.how')}</p>}
      {data.kind === 'oidc' && (
        <>
          <p>{t('sign-in.provider.how')}</p>
          <button
            type="button"
            className="button primary"
            onClick={() => {
              setProviderFailed(false);
              import('./oidc.js')
                .then(({ beginAtProvider }) => beginAtProvider(data, returnTo))
                .catch(() => setProviderFailed(true));
            }}
          >
            {t('sign-in.provider.go')}
          </button>
          {providerFailed && (
            <p role="alert" className="note bad">
              {t('sign-in.provider.unreached')} {t('sign-in.provider.unreached.next')}
            </p>
          )}
        </>
      )}
      <SignInByToken />
    </div>
  );
}

function SignInByToken() {
  const t = useWords();
  const field = useId();
  const [token, setToken] = useState('');
  const [said, setSaid] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const signIn = async (): Promise<void> => {
    const given = token.trim();
    if (given === '') return setSaid(t('sign-in.token.empty'));
    setBusy(true);
    try {
      await whoIs(given);
      session.signIn(given);
    } catch (error) {
      const isUnreached = problemOf(error) === NO_ANSWER;
      setSaid(isUnreached ? `${t('problem.no-answer')} ${t('problem.no-answer.next')}` : t('sign-in.token.wrong'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void signIn();
      }}
    >
      <div className="field">
        <label htmlFor={field}>{t('sign-in.token.label')}</label>
        <small id={`${field}-hint`}>{t('sign-in.token.hint')}</small>
        <input
          {...{ id: field, type: 'password', value: token, autoComplete: 'off', spellCheck: false }}
          aria-describedby={`${field}-hint ${field}-said`}
          aria-invalid={said !== undefined}
          onChange={(event) => {
            setToken(event.target.value);
            setSaid(undefined);
          }}
        />
        <p id={`${field}-said`} role="alert" className="said">
          {said}
        </p>
      </div>
      <button type="submit" className="button" disabled={isBusy}>
        {t('sign-in.token.go')}
      </button>
    </form>
  );
}
