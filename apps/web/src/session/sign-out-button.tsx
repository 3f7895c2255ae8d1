import { useWords } from '../language/language.js';
import { signOut } from './sign-out.js';

export function SignOutButton() {
  const t = useWords();
  return (
    // A provider that cannot be reached now does not bring the sign-in back.
    <button type="button" className="button" onClick={() => void signOut().catch(() => undefined)}>
      {t('sign-out')}
    </button>
  );
}
