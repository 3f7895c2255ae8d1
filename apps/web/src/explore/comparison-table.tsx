import type { Gaps } from '../api/shapes.js';
import { useGroupName } from '../language/groups.js';
import { useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';
import { keyOf, valueOf } from './say.js';

type Estimate = Gaps['comparisons'][number]['difference'];

/** All that was compared, as a table. */
export function ComparisonTable({ gaps }: { readonly gaps: Gaps }) {
  const t = useWords();
  const numbers = useNumbers();
  const groupName = useGroupName();
  const isRate = gaps.kind === 'rate';
  const difference = isRate ? numbers.signedPoints : numbers.plain;
  const range = (estimate: Estimate, write: (value: number) => string): string =>
    estimate.interval === null
      ? '–'
      : t('chart.range.of', { low: write(estimate.interval.low), high: write(estimate.interval.high) });
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
              const write = isRate ? numbers.percent : numbers.plain;
              return (
                <tr key={keyOf(group.group)}>
                  <th scope="row">{groupName(group.group)}</th>
                  <td className="number">{group.suppressed ? t('reason.suppressed') : numbers.count(group.n)}</td>
                  <td className="number">{group.display ?? write(valueOf(group))}</td>
                  <td className="number">{difference(compared?.difference.value)}</td>
                  <td className="number">{compared ? range(compared.difference, difference) : '–'}</td>
                  {isRate && <td className="number">{numbers.plain(compared?.riskRatio.value)}</td>}
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
