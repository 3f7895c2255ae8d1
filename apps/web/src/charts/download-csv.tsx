import { useState } from 'react';
import { csvOf } from '../api/api.js';
import { useWords } from '../language/language.js';

/** The numbers behind a chart as a file, from the same question. */
export function DownloadCsv({ address, name }: { readonly address: string; readonly name: string }) {
  const t = useWords();
  const [hasFailed, setFailed] = useState(false);
  const download = async (): Promise<void> => {
    setFailed(false);
    try {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await csvOf(address));
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
        {t('chart.csv')}
      </button>
      <span role="alert">{hasFailed && t('chart.csv.failed')}</span>
    </>
  );
}
