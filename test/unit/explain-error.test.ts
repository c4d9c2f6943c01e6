import { describe, expect, it } from 'vitest';
import { connectionRefusal } from '../../src/accounts/connection-refusal.js';
import { LookerError, type LookerFault, lookerRefusal } from '../../src/looker/looker-error.js';
import type { LookerLimits } from '../../src/looker/rate-limit.js';
import { explainError } from '../../src/tools/run/explain-error.js';

const FAULTS: Record<LookerFault, RegExp> = {
  refused: /Looker refused/,
  login_refused: /connect the account again/,
  sign_in_over: /has to do so again/,
  acting_refused: /could not be made as that Looker user/,
  rate_limited: /429/,
  unreachable: /could not be reached/,
  timed_out: /did not answer in time.*Narrow the query/,
  paused: /Nothing was sent/,
  busy: /Nothing was sent.*fewer calls at once/,
  too_large: /too large.*limit, fields or filters/,
  not_looker: /Something other than Looker/,
  address_refused: /private network/,
  aborted: /cancelled/,
};
const faults = Object.keys(FAULTS) as LookerFault[];

describe('a failed call to Looker, for the model', () => {
  it.each(faults)('by the fault %s says what happened and what to do next', (fault) => {
    const text = explainError(new LookerError(fault, 'the words', { status: 404 }));
    expect(text).toMatch(FAULTS[fault]);
    expect(text).not.toMatch(/undefined|\[object/);
  });

  it.each([
    [400, /names of models, explores and fields/],
    [403, /lacks the permission. Do not retry/],
    [404, /Look the id up with a list or search tool/],
    [405, /Use another tool/],
    [409, /choose another name/],
    [418, /Check the arguments/],
    [422, /Correct the fields/],
    [500, /read the state before trying again/],
    [503, /read the state before trying again/],
  ])('with the status %i repeats Looker’s words and hints at the way on', (status, hint) => {
    const text = explainError(new LookerError('refused', 'Looker’s words', { status }));
    expect(text).toContain(`(${status}): "Looker’s words"`);
    expect(text).toMatch(hint);
  });

  it('names each field that Looker refused, with its reason', () => {
    const body = {
      message: 'Validation Failed',
      errors: [
        { field: 'title', code: 'missing_field', message: 'cannot be blank' },
        { field: 'folder_id', code: 'invalid' },
      ],
    };
    expect(explainError(lookerRefusal({ status: 422, body })).split('\n')).toEqual([
      'Looker refused (422): "Validation Failed".',
      '- title: cannot be blank',
      '- folder_id: invalid',
      'Correct the fields named above and call again.',
    ]);
  });

  it('says how long to wait when Looker limits the rate, or that it did not say', () => {
    const limited = (limits?: Omit<LookerLimits, 'isExceeded'>) =>
      explainError(
        lookerRefusal({ status: 429, body: { message: 'Slow' }, limits: limits && { isExceeded: true, ...limits } }),
      );
    expect(limited({ policies: [], retryAfterSeconds: 17 })).toMatch(/"Slow".*Wait 17 seconds.*Retry-After: 17/);
    expect(limited({ policies: [{ policy: 'looker', quota: 5, windowSeconds: 60, resetSeconds: 1 }] })).toMatch(
      /Wait 1 second before.*The limit is 5 requests in 60 seconds/,
    );
    expect(limited()).toMatch(/did not say how long/);
  });
});

describe('a refusal of Looker’s', () => {
  it.each([['<html>planted</html>'], [null], [{}], [{ message: 17 }], [['planted']]])(
    'is described and not repeated when its body is not Looker’s own: %j',
    (body) => {
      const error = lookerRefusal({ status: 502, body });
      expect(error).toMatchObject({ fault: 'refused', status: 502, fields: [] });
      expect(error.message).toContain('502');
      expect(error.message).not.toContain('planted');
    },
  );

  it('is bounded, however much was said', () => {
    const errors = Array.from({ length: 100 }, (_, at) => ({ field: `f${at}`, message: 'm' }));
    const error = lookerRefusal({
      status: 422,
      body: { message: 'x'.repeat(10_000), errors: [null, 'x', ...errors] },
    });
    expect(error.message).toHaveLength(2000);
    expect(error.fields.length).toBeLessThanOrEqual(20);
    expect(error.fields.length).toBeGreaterThan(10);
  });
});

describe('a failed connection, for the admin', () => {
  const baseUrl = 'https://acme.example:19999';

  it.each(faults)('by the fault %s names the address and a code of Looker’s', (fault) => {
    const error = connectionRefusal(new LookerError(fault, 'the words'), baseUrl);
    expect(error.code).toMatch(/^looker\./);
    expect(error.kind.status).toBe(422);
    expect(error.message).toContain(baseUrl);
    expect(error.message).not.toMatch(/undefined|\[object/);
    expect(error.remote).toBeUndefined();
  });

  it('repeats what Looker said when it refused the login, and says where to look', () => {
    const error = connectionRefusal(new LookerError('login_refused', 'Not found', { status: 404 }), baseUrl);
    expect(error.code).toBe('looker.login_refused');
    expect(error.message).toMatch(/"Not found".*client_id and client_secret/);
    expect(error.remote).toEqual({ status: 404, message: 'Not found' });
  });

  it('tells apart what is not there, what is not Looker, and what may not be called', () => {
    const codeOf = (fault: LookerFault) => connectionRefusal(new LookerError(fault, 'x'), baseUrl).code;
    expect((['unreachable', 'timed_out', 'aborted', 'rate_limited'] as const).map(codeOf)).toEqual(
      Array(4).fill('looker.unreachable'),
    );
    expect((['not_looker', 'too_large'] as const).map(codeOf)).toEqual(Array(2).fill('looker.not_looker'));
    expect(codeOf('address_refused')).toBe('looker.address_refused');
  });
});
