// Two equity cycles of the sample district, a year old: what its people chose, planned, delivered and observed.
import { TRANSPORT_ID, TUTORING_ID } from '../sample-district/generate.mjs';

const DIAGNOSTICS = '/api/diagnostics/v1';
const INTERVENTIONS = '/api/interventions/v1';

export const CYCLES = [
  {
    id: 'reading-for-english-learners',
    title: 'Reading for English learners',
    area: 'achievement',
    statement: {
      direction: 'increase',
      indicator: 'proficient-reading',
      group: { englishLearner: 'yes' },
      change: 0.15,
    },
    intervention: {
      id: TUTORING_ID,
      name: 'Tutoring in the school day',
      dosage: { unit: 'session', plannedPerPeriod: 3, period: 'week' },
      weeksToEffect: 12,
      fidelityCriteria: [
        { id: 'small-group', component: 'at most four students in a group', essential: true },
        { id: 'home-language', component: 'texts with support in the home language', essential: true },
        { id: 'in-school-day', component: 'within the school day, so that no bus is missed', essential: false },
      ],
    },
  },
  {
    id: 'every-day-counts',
    title: 'Every day counts',
    area: 'attendance',
    statement: {
      direction: 'decrease',
      indicator: 'chronic-absence',
      group: { economicallyDisadvantaged: 'yes' },
      change: -0.08,
    },
    intervention: {
      id: TRANSPORT_ID,
      name: 'A ride and a call',
      dosage: { unit: 'session', plannedPerPeriod: 1, period: 'week' },
      weeksToEffect: 6,
      fidelityCriteria: [
        { id: 'call-within-a-day', component: 'a call home within one school day of an absence', essential: true },
        { id: 'ride-offered', component: 'a ride is offered on the second absence', essential: true },
        { id: 'by-known-person', component: 'the caller is someone the family knows', essential: false },
      ],
    },
  },
];

/** Opens a cycle and walks it to the state in which its work is under way; answers nothing that a person could not do. */
export async function startCycle(client, cycle, { treatedSchools, years, thisYear }) {
  const began = `${thisYear - 2}-08-25`;
  const opened = await client.post(`${INTERVENTIONS}/cycles`, {
    id: cycle.id,
    district: client.district,
    title: cycle.title,
    level: 'district',
    schoolIds: treatedSchools,
    area: cycle.area,
    schoolYear: years.at(-2),
    startedOn: began,
    reviewDueOn: `${thisYear}-06-15`,
    annualDueOn: `${thisYear}-08-25`,
  });
  const step = (command, body = {}) => client.post(`${INTERVENTIONS}/cycles/${opened.id}/${command}`, body);
  await step('begin-diagnosis');
  const statement = await stateProblem(client, opened.id, cycle.statement, {
    treatedSchools,
    baselinePeriod: years.at(-3),
    thisYear,
  });
  await step('begin-design', { problemStatementId: statement.id });
  await client.post(`${INTERVENTIONS}/cycles/${opened.id}/interventions`, {
    ...cycle.intervention,
    schoolIds: treatedSchools,
    dosage: { ...cycle.intervention.dosage, startOn: began, endOn: `${thisYear}-06-05` },
    comparison: 'none',
    leadingIndicators: cycle.statement.indicator === 'chronic-absence' ? [] : ['chronic-absence'],
  });
  await step('begin-implementation');
  await client.post(`${INTERVENTIONS}/interventions/${cycle.intervention.id}/start`, { startedOn: began });
  return opened;
}

async function stateProblem(
  client,
  cycleId,
  { direction, indicator, group, change },
  { treatedSchools, baselinePeriod, thisYear },
) {
  const [attribute, value] = Object.entries(group)[0];
  const url = new URLSearchParams([
    ['indicator', indicator],
    ['period', baselinePeriod],
    ['by', attribute],
    ...treatedSchools.map((school) => ['school', school]),
  ]);
  const gaps = await client.get(`${DIAGNOSTICS}/gaps?${url}`);
  const baseline = gaps.groups.find((candidate) => candidate.group[attribute] === value).rate;
  const statement = await client.post(`${DIAGNOSTICS}/problem-statements`, {
    cycleId,
    direction,
    indicator,
    measure: 'rate',
    group,
    reference: 'others',
    scope: { schoolIds: treatedSchools },
    baseline,
    baselinePeriod,
    target: Math.round((baseline + change) * 1000) / 1000,
    deadline: `${thisYear + 1}-06-30`,
  });
  await client.post(`${DIAGNOSTICS}/problem-statements/${statement.id}/adopt`, {});
  return statement;
}

/** Fidelity checks of the last months: most schools deliver as designed, one does not. */
export async function observe(client, cycle, { treatedSchools, badSchool, days }) {
  for (const schoolId of treatedSchools) {
    const weak = schoolId === badSchool;
    for (const [visit, on] of [days.at(-30), days.at(-20), days.at(-10)].entries()) {
      await client.post(`${INTERVENTIONS}/interventions/${cycle.intervention.id}/fidelity-checks`, {
        schoolId,
        on,
        observerRole: 'principal',
        method: visit === 2 ? 'checklist' : 'observation',
        items: cycle.intervention.fidelityCriteria.map((criterion, place) => ({
          criterionId: criterion.id,
          met: weak ? (place === 2 ? 'partly' : 'no') : place === visit ? 'partly' : 'yes',
        })),
        quality: weak ? 2 : 3.5,
        offered: 24,
        attended: weak ? 12 : 22,
      });
    }
  }
}

export async function report(client, cycle, schoolId, kind, text, severity = 'note') {
  await client.post('/api/feedback/v1/frontline-reports', {
    cycleId: cycle.id,
    interventionId: cycle.intervention.id,
    schoolId,
    kind,
    severity,
    text,
  });
}
