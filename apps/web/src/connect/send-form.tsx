import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, DropZone, FileTrigger, Label, ProgressBar, Text } from 'react-aria-components';
import { useIntl } from 'react-intl';
import { useLocation } from 'wouter';
import { type Problem, problemOf } from '../api/problem.js';
import { useNames, useWords } from '../language/language.js';
import { usePlace } from '../session/place.js';
import { RECORD_TYPES } from './record-types.js';
import { sendFile } from './send-file.js';

/** Chooses a file, says what it holds, and sends it. */
export function SendForm() {
  const t = useWords();
  const names = useNames();
  const intl = useIntl();
  const client = useQueryClient();
  const { district } = usePlace();
  const [, go] = useLocation();
  const [type, setType] = useState<string>('students');
  const [mode, setMode] = useState<'upsert' | 'replace'>('upsert');
  const [confirm, setConfirm] = useState(false);
  const [file, setFile] = useState<File>();
  const [share, setShare] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const choose = (chosen: File | undefined): void => {
    if (chosen === undefined) return;
    setFile(chosen);
    setProblem(undefined);
    const told = RECORD_TYPES.find((one) => chosen.name.toLowerCase().startsWith(one));
    if (told !== undefined) setType(told);
  };
  const send = async (): Promise<void> => {
    if (file === undefined) return;
    setProblem(undefined);
    setShare(0);
    try {
      const key = await keyOf(file, [district, type, mode, String(confirm)]);
      const uploadId = await sendFile({ file, district, type, mode, confirm, key }, setShare);
      await client.invalidateQueries({ queryKey: ['uploads', district] });
      go(`/connect/${encodeURIComponent(uploadId)}`);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setShare(undefined);
    }
  };
  return (
    <form
      className="card stack"
      aria-labelledby="send-title"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2 id="send-title">{t('connect.send')}</h2>
      <DropZone
        className="drop"
        getDropOperation={() => 'copy'}
        onDrop={({ items }) => {
          const [first] = items.filter((item) => item.kind === 'file');
          void first?.getFile().then(choose);
        }}
      >
        <Text slot="label">{t('connect.drop')}</Text>
        <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={(files) => choose(files?.[0])}>
          <Button className="button">{t('connect.choose')}</Button>
        </FileTrigger>
        <p className="quiet">
          {file
            ? t('connect.chosen', {
                name: file.name,
                size: intl.formatNumber(Math.max(1, Math.round(file.size / 1_000)), {
                  style: 'unit',
                  unit: 'kilobyte',
                }),
              })
            : t('connect.none')}
        </p>
      </DropZone>
      <label className="field">
        <span>{t('connect.type')}</span>
        <select value={type} onChange={(event) => setType(event.target.value)}>
          {RECORD_TYPES.map((one) => (
            <option key={one} value={one}>
              {names('record', one)}
            </option>
          ))}
        </select>
        <small>{t('connect.columns')}</small>
      </label>
      <label className="field">
        <span>{t('connect.mode')}</span>
        <select value={mode} onChange={(event) => setMode(event.target.value === 'replace' ? 'replace' : 'upsert')}>
          <option value="upsert">{t('connect.mode.upsert')}</option>
          <option value="replace">{t('connect.mode.replace')}</option>
        </select>
      </label>
      {mode === 'replace' && (
        <label className="tick">
          <input type="checkbox" checked={confirm} onChange={(event) => setConfirm(event.target.checked)} />{' '}
          {t('connect.confirm')}
        </label>
      )}
      {problem && (
        <div role="alert" className="note bad">
          <p>
            <strong>{t('connect.failed')}</strong>
          </p>
          {problem.status === 0 ? <p>{t('problem.no-answer')}</p> : <p lang="en">{problem.detail || problem.code}</p>}
          <p>{t('connect.failed.next')}</p>
        </div>
      )}
      {share !== undefined && (
        <ProgressBar value={share * 100} className="progress">
          <Label>{t('connect.sending', { name: file?.name ?? '' })}</Label>
          <svg aria-hidden="true">
            <rect className="track" width="100%" height="10" rx="5" />
            <rect className="come" width={`${share * 100}%`} height="10" rx="5" />
          </svg>
        </ProgressBar>
      )}
      <button type="submit" className="button primary" disabled={file === undefined || share !== undefined}>
        {t('connect.go')}
      </button>
    </form>
  );
}

/** Stands for this file sent in this way: sending it again after a broken connection takes it in once. */
async function keyOf(file: File, how: readonly string[]): Promise<string> {
  const said = new TextEncoder().encode([...how, file.name, file.size, file.lastModified, ATTEMPTS_OF].join('\n'));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', said));
  return btoa(String.fromCharCode(...hash)).replace(/[+/=]/g, '');
}

/** New with every load of the page: the same file may be sent again another day, on purpose. */
const ATTEMPTS_OF = crypto.randomUUID();
