import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, dataOf } from '../api/api.js';
import type { LogEntry } from '../api/shapes.js';
import { useDraft } from '../drafts/use-draft.js';
import { useNames, useWords } from '../language/language.js';
import { usePlace } from '../session/place.js';
import { ProblemNote } from '../shell/problem-note.js';
import { useLog } from './use-cycle-parts.js';

const SHOWN_FIRST = 8;
/** How the log notes by itself that somebody reported. */
const REPORTED = /^frontline report: ([a-z-]+), [a-z-]+$/;
const WRITERS = ['principal', 'equity-lead', 'district-administrator'];

/** What was decided and noted, the newest first, and room to add a note. */
export function DecisionLog({ cycleId }: { readonly cycleId: string }) {
  const t = useWords();
  const { who } = usePlace();
  const { data, failureReason } = useLog(cycleId);
  const [count, setCount] = useState(SHOWN_FIRST);
  return (
    <section className="card stack" aria-labelledby="log-title">
      <h2 id="log-title">{t('reflection.log')}</h2>
      <p className="quiet">{t('reflection.log.lead')}</p>
      {failureReason && !data && <ProblemNote error={failureReason} />}
      <ol className="plain log">
        {(data ?? []).slice(0, count).map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      {(data?.length ?? 0) > count && (
        <button type="button" className="button" onClick={() => setCount(count + 20)}>
          {t('more')}
        </button>
      )}
      {who.roles.some((role) => WRITERS.includes(role)) && <AddNote cycleId={cycleId} />}
    </section>
  );
}

function Entry({ entry: { kind, at, byRole, refs, text } }: { readonly entry: LogEntry }) {
  const t = useWords();
  const names = useNames();
  const voice = REPORTED.exec(text ?? '')?.[1];
  const event = refs.find((ref) => ref.startsWith('event:'))?.slice('event:'.length);
  const isOfThePage = event !== undefined && text?.startsWith(event);
  const more = voice ? names('report', voice) : isOfThePage ? text!.slice(event.length).replace(/^: /, '') : text;
  const title = voice ? t('log.voice') : event === undefined ? names('log', kind) : names('event', event);
  return (
    <li>
      <strong>{title}</strong>
      {more ? `: ${more}` : ''}
      <br />
      <small>{t('reflection.log.entry', { role: names('role', byRole), time: new Date(at) })}</small>
    </li>
  );
}

function AddNote({ cycleId }: { readonly cycleId: string }) {
  const t = useWords();
  const field = useId();
  const client = useQueryClient();
  const { district } = usePlace();
  const [text, setText, done] = useDraft(`note.${district}.${cycleId}`);
  const add = useMutation({
    mutationFn: (note: { readonly text: string; readonly key: string }) =>
      dataOf(
        api.POST('/api/interventions/v1/cycles/{id}/log', {
          params: { path: { id: cycleId }, query: { district } },
          headers: { 'Idempotency-Key': note.key },
          body: { kind: 'note', text: note.text },
        }),
      ),
    onSuccess: async () => {
      done();
      await client.invalidateQueries({ queryKey: ['log', district, cycleId] });
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') add.mutate({ text: text.trim(), key: crypto.randomUUID() });
      }}
    >
      <div className="field">
        <label htmlFor={field}>{t('log.add')}</label>
        <small id={`${field}-hint`}>{t('log.add.hint')}</small>
        <textarea
          {...{ id: field, rows: 3, maxLength: 4_000, value: text }}
          aria-describedby={`${field}-hint`}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {add.error !== null && <ProblemNote error={add.error} />}
      <button type="submit" className="button" disabled={add.isPending || text.trim() === ''}>
        {t('log.add.go')}
      </button>{' '}
      <span role="status">{add.isSuccess && text === '' && t('log.added')}</span>
    </form>
  );
}
