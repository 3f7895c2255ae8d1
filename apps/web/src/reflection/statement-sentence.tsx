import { useIntl } from 'react-intl';
import { useScope } from '../explore/use-gaps.js';
import { useGroupName } from '../language/groups.js';
import { useNames, useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';
import { useStatement } from './use-cycle-parts.js';

/** What the cycle is to reach, in one sentence of the page's language; the interface's own where the parts are not known. */
export function StatementSentence({ cycleId, fallback }: { readonly cycleId: string; readonly fallback?: string }) {
  const t = useWords();
  const names = useNames();
  const measures = useMeasures();
  const groupName = useGroupName();
  const intl = useIntl();
  const { data: statement } = useStatement(cycleId);
  const schools = useScope().data?.schools ?? [];
  if (!statement)
    return fallback === undefined ? null : (
      <p className="lead statement" lang="en">
        {fallback}
      </p>
    );
  const measure = measures(statement.indicator, statement.kind)!;
  const named = statement.schoolIds.map((id) => schools.find(({ schoolId }) => schoolId === id)?.name ?? id);
  return (
    <p className="lead statement">
      {t(`reflection.sentence.${statement.direction}`, {
        indicator: names('indicator', statement.indicator, statement.indicatorName),
        group: groupName(statement.group),
        place:
          named.length === 0
            ? t('reflection.place.district')
            : t('reflection.place.schools', { count: named.length, names: intl.formatList(named) }),
        from: measure.value(statement.baseline),
        period: statement.baselinePeriod,
        to: measure.said(statement.target),
        date: new Date(`${statement.deadline}T12:00:00`),
      })}
    </p>
  );
}
