import { useState } from 'react';
import { Link } from 'wouter';
import { useNames, useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import { useUploads } from './use-uploads.js';

const SHOWN_FIRST = 12;

export function UploadList() {
  const t = useWords();
  const names = useNames();
  const numbers = useNumbers();
  const { data, failureReason, refetch } = useUploads();
  const [count, setCount] = useState(SHOWN_FIRST);
  return (
    <section className="card stack" aria-labelledby="files-title">
      <h2 id="files-title">{t('connect.recent')}</h2>
      {data === undefined &&
        (failureReason ? <ProblemNote error={failureReason} onAgain={() => void refetch()} /> : <Loading />)}
      {data?.length === 0 && <p className="quiet">{t('connect.recent.none')}</p>}
      {data && data.length > 0 && (
        <div className="scroll" role="group" tabIndex={0} aria-labelledby="files-title">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('connect.file')}</th>
                <th scope="col">{t('connect.state')}</th>
                <th scope="col" className="number">
                  {t('connect.rows')}
                </th>
                <th scope="col" className="number">
                  {t('connect.waiting-rows')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.slice(0, count).map(({ uploadId, type, startedAt, status, rows, quarantined }) => (
                <tr key={uploadId}>
                  <th scope="row">
                    <Link href={`/connect/${encodeURIComponent(uploadId)}`}>
                      {t('connect.open', { type: names('record', type ?? ''), time: new Date(startedAt) })}
                    </Link>
                  </th>
                  <td>{names('upload', status)}</td>
                  <td className="number">{numbers.count(rows)}</td>
                  <td className="number">{numbers.count(quarantined)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data && data.length > count && (
        <button type="button" className="button" onClick={() => setCount(count + 50)}>
          {t('more')}
        </button>
      )}
    </section>
  );
}
