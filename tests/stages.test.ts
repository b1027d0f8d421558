import { describe, expect, test } from 'vitest';
import { count } from '../scripts/stages.mjs';

const tested = (status: string) => ({ status, assertionResults: [{ status }] });
const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [tested('passed')] };

describe('what npm test counts', () => {
  test('all passed', () => expect(count(report, 0)).toEqual({ passed: 3, failed: 0 }));
  test('a failed test', () => {
    const one = { ...report, numFailedTests: 1, testResults: [tested('passed'), tested('failed')] };
    expect(count(one, 1)).toEqual({ passed: 3, failed: 1 });
  });
  test('a file that could not be read is a failure', () => {
    const unread = { ...report, testResults: [tested('passed'), { status: 'failed', assertionResults: [] }] };
    expect(count(unread, 1)).toEqual({ passed: 3, failed: 1 });
  });
  test('a crash with every test passed is a failure', () => expect(count(report, 1)).toEqual({ passed: 3, failed: 1 }));
  test('an ending by a signal is a failure', () => expect(count(report, 'SIGKILL')).toEqual({ passed: 3, failed: 1 }));
  test('a test that was passed over is a failure', () =>
    expect(count({ ...report, numPendingTests: 2 }, 0)).toEqual({ passed: 3, failed: 2 }));
  test('nothing tested is a failure', () =>
    expect(count({ ...report, numPassedTests: 0, testResults: [] }, 0)).toEqual({ passed: 0, failed: 1 }));
});
