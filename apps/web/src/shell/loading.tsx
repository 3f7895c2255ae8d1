import { useWords } from '../language/language.js';

export function Loading({ text }: { readonly text?: string }) {
  const t = useWords();
  return (
    <p className="loading" role="status">
      {text ?? t('loading')}
    </p>
  );
}
