import { ProblemStatementPost } from './diagnostics.js';
import { SendReportBody } from './feedback.js';
import { AssessmentBody } from './ingestion.js';

describe('bodies that may be said in more than one way', () => {
  test('levels of an assessment may be numbers, its range a pair', () => {
    const wanted = { levels: ['1', '2', '3', '4'], proficientFrom: '3', validRange: { min: 100, max: 400 } };
    expect(AssessmentBody.parse(wanted)).toEqual(wanted);
    expect(AssessmentBody.parse({ levels: [1, 2, '3', 4], proficientFrom: 3, validRange: [100, 400] })).toEqual(wanted);
    expect(AssessmentBody.safeParse({ ...wanted, levels: [1, '1', 3] }).success).toBe(false);
    expect(AssessmentBody.safeParse({ ...wanted, proficientFrom: 5 }).success).toBe(false);
    expect(AssessmentBody.safeParse({ ...wanted, validRange: [400, 100] }).success).toBe(false);
  });

  test('the group of a statement may be flags and numbers, and what is computed may be sent along', () => {
    const post = {
      ...{ cycleId: 'c', indicator: 'chronic-absence', group: { englishLearner: true, grade: 9, gender: 'Male' } },
      ...{ baseline: 0.3, target: 0.2, deadline: '2028-06-30' },
      ...{ baselineN: 100, sentence: 'x', state: 'draft', interval: { low: 0.2, high: 0.4 } },
    };
    expect(ProblemStatementPost.parse(post).group).toEqual({ englishLearner: 'yes', grade: '9', gender: 'Male' });
    expect(ProblemStatementPost.safeParse({ ...post, state: 'adopted' }).success).toBe(false);
  });

  test('a report may name its school in short', () => {
    const report = { cycleId: 'c', kind: 'no-time', text: 'x' };
    expect(SendReportBody.parse({ ...report, school: 's1' })).toMatchObject({ schoolId: 's1' });
    expect(SendReportBody.parse({ ...report, schoolId: 's1' })).toMatchObject({ schoolId: 's1' });
    expect(SendReportBody.safeParse({ ...report, school: 's1', schoolId: 's2' }).success).toBe(false);
  });
});
