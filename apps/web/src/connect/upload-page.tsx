import { Link } from 'wouter';
import { useNames, useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';
import { mayLoad, usePlace } from '../session/place.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { Quarantine } from './quarantine.js';
import { useUpload } from './use-uploads.js';
import './connect.css';

const COUNTS = ['rows', 'accepted', 'unchanged', 'quarantined', 'waiting'] as const;

/** What became of one file, and the rows of it that wait for a correction. */
export function UploadPage({ uploadId }: { readonly uploadId: string }) {
  const t = useWords();
  const names = useNames();
  const numbers = useNumbers();
  const { who } = usePlace();
  const { data: upload, failureReason, refetch } = useUpload(uploadId);
  const heading = usePageTitle(t('upload.title', { type: names('record', upload?.type ?? '', '') }));
  return (
    <div className="connect">
      <header className="page-head">
        <p className="kicker">
          <Link href="/connect">{t('upload.back')}</Link>
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {t('upload.title', { type: names('record', upload?.type ?? '', '') })}
        </h1>
      </header>
      {upload === undefined ? (
        failureReason ? (
          <ProblemNote error={failureReason} onAgain={() => void refetch()} />
        ) : (
          <Loading />
        )
      ) : (
        <div className="stack">
          <section className="card stack">
            <p role="status">
              <strong>{names('upload', upload.status)}.</strong>{' '}
              {upload.status === 'completed' && t(upload.visible ? 'upload.visible' : 'upload.not-visible')}
            </p>
            <dl className="figures">
              {COUNTS.map((count) => (
                <div key={count}>
                  <dt>{t(`upload.${count}`)}</dt>
                  <dd data-count={count}>{numbers.count(upload[count])}</dd>
                </div>
              ))}
            </dl>
            {upload.wouldWithdraw && upload.status === 'needs-confirmation' && (
              <div className="note wait">
                <p>
                  <strong>{t('upload.confirm', { ...upload.wouldWithdraw })}</strong>
                </p>
                <p>{t('upload.confirm.next')}</p>
              </div>
            )}
            {upload.problem && (
              <div className="note bad">
                <p>
                  <strong>{t('upload.problem')}</strong>
                </p>
                <p lang="en">{upload.problem.detail}</p>
                <p>{t('upload.problem.next')}</p>
              </div>
            )}
            {(upload.quality.findings.length > 0 || (upload.quality.ignoredColumns?.length ?? 0) > 0) && (
              <details>
                <summary>{t('upload.findings')}</summary>
                <ul>
                  {(upload.quality.ignoredColumns?.length ?? 0) > 0 && (
                    <li>{t('upload.ignored', { columns: upload.quality.ignoredColumns!.join(', ') })}</li>
                  )}
                  {upload.quality.findings.map(({ code, field, message, count }) => (
                    <li key={`${code} ${field}`} lang="en">
                      {message} ({numbers.count(count)})
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </section>
          <Quarantine uploadId={uploadId} quarantined={upload.quarantined} mayCorrect={mayLoad(who)} />
        </div>
      )}
    </div>
  );
}
