import { useId } from 'react';
import { useWords } from '../language/language.js';
import type { Measure } from '../language/measure.js';
import type { Scale } from './scale.js';
import './charts.css';

/** One group: a value with its interval, or why there is none. */
export interface IntervalRow {
  readonly key: string;
  readonly name: string;
  readonly students: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What stands in the place of the numbers, such as that they are hidden. */
  readonly instead?: string;
  readonly isSmall?: boolean;
}

/**
 * A dot-and-interval plot that is a table: each row holds the plot and the same numbers as text, so that whoever cannot
 * see the one reads the other.
 */
export function IntervalTable({
  title,
  rows,
  scale,
  measure,
  headingLevel = 2,
}: {
  readonly title: string;
  readonly rows: readonly IntervalRow[];
  readonly scale: Scale;
  readonly measure: Measure;
  readonly headingLevel?: 2 | 3;
}) {
  const t = useWords();
  const id = useId();
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  return (
    <div className="interval-chart">
      <Heading id={id}>{title}</Heading>
      <table role="table" aria-labelledby={id}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {t('chart.group')}
            </th>
            <th role="columnheader" scope="col" className="plot">
              <span className="hidden">{t('chart.range')}</span>
              <Axis scale={scale} write={measure.tick} />
            </th>
            <th role="columnheader" scope="col" className="number">
              {measure.unit === undefined ? t('chart.value') : t('chart.value-in', { unit: measure.unit })}
            </th>
            <th role="columnheader" scope="col" className="number">
              {t('chart.students')}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row" key={row.key}>
              <th role="rowheader" scope="row">
                {row.name}
                {row.isSmall && <small className="small-group"> ({t('chart.small')})</small>}
              </th>
              <td role="cell" className="plot">
                {row.value === null ? (
                  <span className="instead">{row.instead ?? t('chart.no-value')}</span>
                ) : (
                  <>
                    <Plot row={row} scale={scale} />
                    {row.low !== null && row.high !== null && (
                      <span className="hidden">
                        {t('chart.range.of', { low: measure.value(row.low), high: measure.value(row.high) })}
                      </span>
                    )}
                  </>
                )}
              </td>
              <td role="cell" className="number value">
                {row.value === null ? '–' : measure.value(row.value)}
              </td>
              <td role="cell" className="number">
                {row.students}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Axis({ scale, write }: { readonly scale: Scale; readonly write: (value: number) => string }) {
  return (
    <svg className="axis" aria-hidden="true">
      {scale.ticks.map((tick, at) => (
        <text key={tick} x={`${scale.at(tick)}%`} y="14" className={endOf(at, scale.ticks.length)}>
          {write(tick)}
        </text>
      ))}
    </svg>
  );
}

function endOf(at: number, count: number): string {
  return at === 0 ? 'first' : at === count - 1 ? 'last' : '';
}

function Plot({ row: { value, low, high }, scale }: { readonly row: IntervalRow; readonly scale: Scale }) {
  if (value === null) return null;
  return (
    <svg className="plot-row" aria-hidden="true">
      {scale.ticks.map((tick) => (
        <line key={tick} className="grid" x1={`${scale.at(tick)}%`} x2={`${scale.at(tick)}%`} y1="0" y2="100%" />
      ))}
      {low !== null && high !== null && (
        <>
          <line className="range" x1={`${scale.at(low)}%`} x2={`${scale.at(high)}%`} y1="50%" y2="50%" />
          {[low, high].map((end, at) => (
            <line
              key={at === 0 ? 'low' : 'high'}
              className="end"
              {...{ x1: `${scale.at(end)}%`, x2: `${scale.at(end)}%` }}
              {...{ y1: '32%', y2: '68%' }}
            />
          ))}
        </>
      )}
      <circle className="dot" cx={`${scale.at(value)}%`} cy="50%" r="6" />
    </svg>
  );
}
