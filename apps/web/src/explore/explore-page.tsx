import { useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useWords } from '../language/language.js';
import { usePlace } from '../session/place.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { AskForm } from './ask-form.js';
import { GroupsView } from './groups-view.js';
import { SchoolsView } from './schools-view.js';
import { TrendView } from './trend-view.js';
import { type View, searchOf, viewOf } from './view.js';
import './explore.css';

/** Where is the gap, for whom, since when. */
export function ExplorePage() {
  const t = useWords();
  const { district } = usePlace();
  const heading = usePageTitle(t('explore.title'));
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => viewOf(search), [search]);
  const change = (changed: Partial<View>): void => {
    setSearch(searchOf({ ...view, ...changed }, district), { replace: false });
  };
  return (
    <div className="explore">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('explore.title')}
        </h1>
        <p className="lead">{t('explore.lead')}</p>
        <CopyLink address={`${location.origin}/explore?${searchOf(view, district)}`} />
      </header>
      <div className="ask-and-answer">
        <AskForm view={view} onChange={change} />
        <div className="answer">
          {view.show === 'groups' && <GroupsView view={view} />}
          {view.show === 'schools' && <SchoolsView view={view} />}
          {view.show === 'trend' && <TrendView view={view} />}
        </div>
      </div>
    </div>
  );
}

function CopyLink({ address }: { readonly address: string }) {
  const t = useWords();
  const [copied, setCopied] = useState<string>();
  return (
    <p>
      <button
        type="button"
        className="link"
        onClick={() => {
          void navigator.clipboard.writeText(address).then(() => setCopied(address));
        }}
      >
        {t('explore.copy')}
      </button>{' '}
      <span role="status">{copied === address && t('explore.copied')}</span>
    </p>
  );
}
