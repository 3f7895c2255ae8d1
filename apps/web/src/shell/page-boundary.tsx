import { Component, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../language/language.js';

/** Keeps a mistake in one page from taking the others away. */
export function PageBoundary({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  return <Boundary key={path}>{children}</Boundary>;
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const t = useWords();
  return (
    <div role="alert" className="note bad">
      <p>
        <strong>{t('problem.crashed')}</strong>
      </p>
      <p>{t('problem.crashed.next')}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {t('again')}
      </button>
    </div>
  );
}
