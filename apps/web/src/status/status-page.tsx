import { useQuery } from '@tanstack/react-query';
import { NO_ANSWER, ProblemError } from '../api/problem.js';
import { useNames, useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';
import { Loading } from '../shell/loading.js';
import { ProblemNote } from '../shell/problem-note.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { measured } from './measured.js';
import './status.css';

const REFRESH_MS = 5_000;
const SERVICES = ['ingestion', 'diagnostics', 'interventions', 'feedback', 'reporting'] as const;

interface Ready {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, { readonly healthy: boolean; readonly reason?: string }>>;
}

/** Whether everything works, how far each part is behind, and how fresh the numbers are. */
export function StatusPage() {
  const t = useWords();
  const numbers = useNumbers();
  const heading = usePageTitle(t('status.title'));
  const ready = useQuery({ queryKey: ['ready'], refetchInterval: REFRESH_MS, queryFn: readyNow });
  const metrics = useQuery({ queryKey: ['metrics'], refetchInterval: REFRESH_MS, queryFn: () => textOf('/metrics') });
  const parts = Object.entries(ready.data?.checks ?? {});
  const unwell = parts.filter(([, { healthy }]) => !healthy);
  return (
    <div className="stack">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('status.title')}
        </h1>
        <p className="lead">{t('status.lead')}</p>
      </header>
      {ready.data === undefined &&
        (ready.failureReason ? (
          <ProblemNote error={ready.failureReason} onAgain={() => void ready.refetch()} />
        ) : (
          <Loading />
        ))}
      {ready.data && (
        <>
          <div role="status" className={`note ${unwell.length === 0 ? 'good' : 'bad'}`}>
            <p>
              <strong>{unwell.length === 0 ? t('status.well') : t('status.not-well', { count: unwell.length })}</strong>
            </p>
            {unwell.length > 0 && <p>{t('status.not-well.next')}</p>}
          </div>
          <p className="quiet">{t('status.checked', { time: new Date(ready.dataUpdatedAt) })}</p>
          {[...SERVICES, 'platform' as const].map((service) => (
            <ServiceTable
              key={service}
              service={service}
              parts={parts.filter(([name]) => serviceOf(name) === service)}
              metrics={metrics.data ?? ''}
              write={numbers.plain}
            />
          ))}
          {!SERVICES.every((service) => parts.some(([name]) => serviceOf(name) === service)) && (
            <p className="quiet">{t('status.partial')}</p>
          )}
        </>
      )}
    </div>
  );
}

function ServiceTable({
  service,
  parts,
  metrics,
  write,
}: {
  readonly service: (typeof SERVICES)[number] | 'platform';
  readonly parts: readonly (readonly [string, Ready['checks'][string]])[];
  readonly metrics: string;
  readonly write: (value: number | undefined) => string;
}) {
  const t = useWords();
  const names = useNames();
  if (parts.length === 0) return null;
  const lag = measured(metrics, 'feature_lag_events');
  const givenUp = measured(metrics, 'feature_dead_lettered_total');
  const sum = measured(metrics, 'feature_event_to_visible_seconds_sum');
  const count = measured(metrics, 'feature_event_to_visible_seconds_count');
  const title = names('status.service', service);
  return (
    <section className="card status-table" aria-labelledby={`service-${service}`}>
      <h2 id={`service-${service}`}>{title}</h2>
      <div className="scroll" role="group" tabIndex={0} aria-labelledby={`service-${service}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('status.part')}</th>
              <th scope="col">{t('status.state')}</th>
              <th scope="col" className="number">
                {t('status.lag')}
              </th>
              <th scope="col" className="number">
                {t('status.fresh')}
              </th>
              <th scope="col" className="number">
                {t('status.given-up')}
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map(([name, { healthy, reason }]) => {
              const events = count.get(name) ?? 0;
              return (
                <tr key={name}>
                  <th scope="row">
                    <code>{name.replace(`${service}.`, '')}</code>
                  </th>
                  <td>{healthy ? t('status.state.well') : t('status.state.not', { reason: reason ?? '–' })}</td>
                  <td className="number">{write(lag.get(name))}</td>
                  <td className="number">
                    {events === 0 ? '–' : t('status.seconds', { value: ((sum.get(name) ?? 0) / events).toFixed(2) })}
                  </td>
                  <td className="number">{write(givenUp.get(name))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function serviceOf(part: string): (typeof SERVICES)[number] | 'platform' {
  return SERVICES.find((service) => part.startsWith(`${service}.`)) ?? 'platform';
}

/** Not ready is an answer, and says why. */
async function readyNow(): Promise<Ready> {
  const response = await ask('/health/ready');
  if (response.status !== 200 && response.status !== 503) throw new ProblemError(NO_ANSWER);
  return (await response.json()) as Ready;
}

async function textOf(address: string): Promise<string> {
  const response = await ask(address);
  return response.ok ? response.text() : '';
}

function ask(address: string): Promise<Response> {
  return fetch(address, { cache: 'no-store' }).catch(() => {
    throw new ProblemError(NO_ANSWER);
  });
}
