import { measured } from './measured.js';

test('a metric is read per group, over its other labels, and nothing of another metric', () => {
  const text = [
    '# HELP feature_lag_events Events in the log',
    'feature_lag_events{group="diagnostics.measure-students"} 12',
    'feature_dead_lettered_total{group="a",kind="event"} 2',
    'feature_dead_lettered_total{group="a",kind="fact"} 3',
    'feature_lag_events_total{group="a"} 9',
  ].join('\n');
  expect([...measured(text, 'feature_lag_events')]).toEqual([['diagnostics.measure-students', 12]]);
  expect(measured(text, 'feature_dead_lettered_total').get('a')).toBe(5);
});
