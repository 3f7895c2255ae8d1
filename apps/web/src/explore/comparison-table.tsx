import type { Gaps } from '../api/shapes.js';
import { useGroupName } from '../language/groups.js';
import { useNames, useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';
import { useNumbers } from '../language/numbers.js';
import { cellOf } from './group-rows.js';
import { keyOf } from './group-value.js';

type Estimate = Gaps['comparisons'][number]['difference'];

/** All that was compared, as a table. */
export function ComparisonTable({ gaps }: { readonly gaps: Gaps }) {
  const t = useWords();
  const names = useNames();
  const numbers = useNumbers();
  const groupName = useGroupName();
  const isRate = gaps.kind === 'rate';
  const measure = useMeasures()(gaps.indicator, gaps.kind)!;
  const { difference } = measure;
  const range = (estimate: Estimate, write: (value: number) => string): string =>
    estimate.interval === null
      ? '–'
      : t('chart.range.of', { low: write(estimate.interval.low), high: write(estimate.interval.high) });
  /** A number that rests on a hidden one is hidden too, and not merely missing. */
  const estimated = (estimate: Estimate | undefined, write: (value: number) => string): string =>
    estimate === undefined || estimate.value === null
      ? estimate?.reason === 'suppressed'
        ? t('reason.suppressed')
        : '–'
      : write(estimate.value);
  return (
    <details className="card">
      <summary>{t('chart.table')}</summary>
      <div className="scroll" role="group" tabIndex={0} aria-label={t('chart.table')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('chart.group')}</th>
              {(['chart.students', 'chart.value', 'chart.difference', 'chart.range'] as const).map((key) => (
                <th key={key} scope="col" className="number">
                  {t(key)}
                </th>
              ))}
              {isRate && (
                <th scope="col" className="number">
                  {t('chart.ratio')}
                </th>
              )}
              {isRate && (
                <th scope="col" className="number">
                  {t('chart.range')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {gaps.groups.map((group) => {
              const compared = gaps.comparisons.find((one) => keyOf(one.group) === keyOf(group.group));
              return (
                <tr key={keyOf(group.group)}>
                  <th scope="row">{groupName(group.group)}</th>
                  <td className="number">
                    {group.suppressed || group.display !== undefined ? t('reason.suppressed') : numbers.count(group.n)}
                  </td>
                  <td className="number">{cellOf(group, names, measure.value)}</td>
                  <td className="number">{estimated(compared?.difference, difference)}</td>
                  <td className="number">{compared ? range(compared.difference, difference) : '–'}</td>
                  {isRate && <td className="number">{estimated(compared?.riskRatio, numbers.times)}</td>}
                  {isRate && <td className="number">{compared ? range(compared.riskRatio, numbers.times) : '–'}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
