import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, dataOf } from '../api/api.js';
import type { QuarantineRow } from '../api/shapes.js';
import { useDraft } from '../drafts/use-draft.js';
import { useLanguage, useNames, useWords } from '../language/language.js';
import { ProblemNote } from '../shell/problem-note.js';
import { useQuarantine } from './use-uploads.js';

const SHOWN_FIRST = 20;

/** The rows that could not be right, each with its reason and a form to correct it. */
export function Quarantine({
  uploadId,
  quarantined,
  mayCorrect,
}: {
  readonly uploadId: string;
  readonly quarantined: number;
  readonly mayCorrect: boolean;
}) {
  const t = useWords();
  const { data, failureReason, refetch } = useQuarantine(uploadId, quarantined);
  const [sent, setSent] = useState<number>();
  const [count, setCount] = useState(SHOWN_FIRST);
  return (
    <section className="stack" aria-labelledby="quarantine-title">
      <h2 id="quarantine-title">{t('quarantine.title')}</h2>
      {failureReason && <ProblemNote error={failureReason} onAgain={() => void refetch()} />}
      <p role="status" className={sent === undefined ? undefined : 'note good'}>
        {sent !== undefined && t('quarantine.done', { line: sent })}
      </p>
      {data?.length === 0 && <p className="quiet">{t('quarantine.none')}</p>}
      {data && data.length > 0 && <p className="quiet">{t('quarantine.lead')}</p>}
      {data?.slice(0, count).map((row) => (
        <Row key={row.id} row={row} uploadId={uploadId} mayCorrect={mayCorrect} onSent={setSent} />
      ))}
      {data && data.length > count && (
        <button type="button" className="button" onClick={() => setCount(count + SHOWN_FIRST)}>
          {t('more')}
        </button>
      )}
    </section>
  );
}

function Row({
  row: { id, line, field, code, message, row },
  uploadId,
  mayCorrect,
  onSent,
}: {
  readonly row: QuarantineRow;
  readonly uploadId: string;
  readonly mayCorrect: boolean;
  readonly onSent: (line: number) => void;
}) {
  const t = useWords();
  const { language } = useLanguage();
  const base = useId();
  const client = useQueryClient();
  const cells = Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, textOf(value)]));
  const [draft, setDraft, done] = useDraft(`quarantine.${id}`);
  const typed = draft === '' ? {} : (JSON.parse(draft) as Record<string, string>);
  const replay = useMutation({
    mutationFn: (corrected: Record<string, string>) =>
      dataOf(
        api.POST('/api/ingestion/v1/quarantine/{id}/replay', { params: { path: { id } }, body: { row: corrected } }),
      ),
    onSuccess: async () => {
      done();
      onSent(line);
      await client.invalidateQueries({ queryKey: ['upload', uploadId] });
      await client.invalidateQueries({ queryKey: ['quarantine', uploadId] });
    },
  });
  return (
    <form
      className="card stack quarantined"
      aria-labelledby={`${base}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        replay.mutate({ ...cells, ...typed });
      }}
    >
      <h3 id={`${base}-title`}>{t('quarantine.row', { line })}</h3>
      <p id={`${base}-why`}>
        {language === 'en' ? t('quarantine.why', { message }) : <Why code={code} field={field} message={message} />}
      </p>
      {row === null ? (
        <p className="instead">{t('quarantine.erased')}</p>
      ) : (
        <>
          <div className="cells">
            {Object.entries(cells).map(([name, value]) => (
              <label key={name} className="field">
                <span>{name}</span>
                <input
                  value={typed[name] ?? value}
                  readOnly={!mayCorrect}
                  aria-invalid={name === field}
                  {...(name === field && { 'aria-describedby': `${base}-why` })}
                  onChange={(event) => setDraft(JSON.stringify({ ...typed, [name]: event.target.value }))}
                />
              </label>
            ))}
          </div>
          {replay.error !== null && <ProblemNote error={replay.error} />}
          {mayCorrect && (
            <button type="submit" className="button" disabled={replay.isPending}>
              {t('quarantine.go')}
            </button>
          )}
        </>
      )}
    </form>
  );
}

/** The reason in the language of the page, and the server's own words, which are English. */
function Why({ code, field, message }: Pick<QuarantineRow, 'code' | 'field' | 'message'>) {
  const t = useWords();
  const names = useNames();
  const said = names('refused', code.replaceAll('/', '-'), '');
  return (
    <>
      {said !== '' && `${t('quarantine.why', { message: said })} `}
      {field && `${t('quarantine.in', { field })}. `}
      <small lang="en">{message}</small>
    </>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(';') : String(value);
}
