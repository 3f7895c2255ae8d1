import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../language/language.js';
import { SignInWays } from './sign-in-ways.js';

/** Lies over the page when the token is no longer taken; the page and what was typed in it stay below. */
export function SessionEnded() {
  const t = useWords();
  const [path] = useLocation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="card stack"
      aria-labelledby="ended-title"
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="ended-title">{t('ended.title')}</h2>
      <p>{t('ended.text')}</p>
      <SignInWays returnTo={path + location.search} />
      <p className="quiet">{t('ended.other-tab')}</p>
    </dialog>
  );
}
