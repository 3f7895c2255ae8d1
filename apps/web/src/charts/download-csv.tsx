import { useState } from 'react';
import { csvOf } from '../api/api.js';
import { type Cell, csvOfRows } from './csv-of-rows.js';
import { useWords } from '../language/language.js';

/** The numbers behind a chart as a file: an answer of the interface, or a table that is known here. */
export function DownloadCsv({
  name,
  label,
  ...source
}: {
  readonly name: string;
  readonly label?: string;
} & ({ readonly address: string } | { readonly rows: readonly (readonly Cell[])[] })) {
  const t = useWords();
  const [hasFailed, setFailed] = useState(false);
  const download = async (): Promise<void> => {
    setFailed(false);
    try {
      const link = document.createElement('a');
      link.href = URL.createObjectURL('address' in source ? await csvOf(source.address) : csvOfRows(source.rows));
      link.download = `${name.replace(/[^A-Za-z0-9._-]+/g, '-')}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <button type="button" className="link" onClick={() => void download()}>
        {label ?? t('chart.csv')}
      </button>
      <span role="alert">{hasFailed && t('chart.csv.failed')}</span>
    </>
  );
}
