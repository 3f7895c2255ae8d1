import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup } from 'react-aria-components';
import { useNames, useWords } from '../language/language.js';
import { useIndicators, usePeriods, useScope } from './use-gaps.js';
import type { View } from './view.js';

const GRADES = ['KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

/** What to look at, for whom, and how. Every change is a new address. */
export function AskForm({
  view,
  onChange,
}: {
  readonly view: View;
  readonly onChange: (changed: Partial<View>) => void;
}) {
  const t = useWords();
  const names = useNames();
  const indicators = useIndicators().data?.items ?? [];
  const periods = usePeriods(view.indicator).data?.items ?? [];
  const scope = useScope().data;
  const attributes = [...new Set([...(scope?.attributes ?? []), ...view.by])];
  const [first = '', second = ''] = view.by;
  return (
    <form className="ask card" aria-label={t('explore.ask')} onSubmit={(event) => event.preventDefault()}>
      <Choice
        label={t('explore.indicator')}
        value={view.indicator}
        options={[
          ...indicators.map(({ id, name }) => [id, names('indicator', id, name)] as const),
          ...(indicators.some(({ id }) => id === view.indicator) ? [] : [[view.indicator, view.indicator] as const]),
        ]}
        onChange={(indicator) => onChange({ indicator, period: undefined })}
      />
      <Choice
        label={t('explore.period')}
        value={view.period ?? ''}
        options={[
          ['', t('explore.period.newest', { period: periods.at(-1) ?? '–' })],
          ...periods.map((period) => [period, period] as const),
        ]}
        onChange={(period) => onChange({ period: period || undefined })}
      />
      <Choice
        label={t('explore.by')}
        value={first}
        options={attributes.map((attribute) => [attribute, names('attribute', attribute)])}
        onChange={(attribute) =>
          onChange({ by: [attribute, ...(second && second !== attribute ? [second] : [])], reference: 'others' })
        }
      />
      <Choice
        label={t('explore.by.second')}
        value={second}
        options={[
          ['', t('explore.by.none')],
          ...attributes.filter((one) => one !== first).map((one) => [one, names('attribute', one)] as const),
        ]}
        onChange={(attribute) => onChange({ by: attribute === '' ? [first] : [first, attribute] })}
      />
      <Choice
        label={t('explore.where')}
        value={view.grade ?? ''}
        options={[
          ['', t('explore.where.all')],
          ...GRADES.map(
            (grade) =>
              [
                grade,
                grade === 'KG' ? t('group.grade.KG') : t('group.grade', { grade: String(Number(grade)) }),
              ] as const,
          ),
        ]}
        onChange={(grade) => onChange({ grade: grade || undefined })}
      />
      <Choice
        label={t('explore.reference')}
        value={view.reference === 'overall' ? 'overall' : 'others'}
        options={[
          ['others', t('explore.reference.others')],
          ['overall', t('explore.reference.overall')],
        ]}
        onChange={(reference) => onChange({ reference })}
      />
      <RadioGroup className="choices" value={view.show} onChange={(show) => onChange({ show: show as View['show'] })}>
        <Label>{t('explore.view')}</Label>
        {(['groups', 'schools', 'trend'] as const).map((show) => (
          <Radio key={show} value={show}>
            {t(`explore.view.${show}`)}
          </Radio>
        ))}
      </RadioGroup>
      {scope && scope.schools.length > 0 && (
        <details open={view.schools.length > 0}>
          <summary>
            {t('explore.schools')}: {view.schools.length === 0 ? t('explore.schools.all') : view.schools.length}
          </summary>
          <CheckboxGroup
            className="choices"
            aria-label={t('explore.schools')}
            value={[...view.schools]}
            onChange={(schools) => onChange({ schools })}
          >
            {scope.schools.map(({ schoolId, name }) => (
              <Checkbox key={schoolId} value={schoolId}>
                <span className="box" aria-hidden="true" />
                {name ?? schoolId}
              </Checkbox>
            ))}
          </CheckboxGroup>
        </details>
      )}
    </form>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
