import { useWords } from '../language/language.js';
import { mayLoad, usePlace } from '../session/place.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { SendForm } from './send-form.js';
import { UploadList } from './upload-list.js';
import './connect.css';

export function ConnectPage() {
  const t = useWords();
  const { who } = usePlace();
  const heading = usePageTitle(t('connect.title'));
  return (
    <div className="connect">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('connect.title')}
        </h1>
        <p className="lead">{t('connect.lead')}</p>
      </header>
      <div className="beside">
        {mayLoad(who) && <SendForm />}
        <UploadList />
      </div>
    </div>
  );
}
