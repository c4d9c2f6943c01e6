import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../apps/dashboard/api/api-problem.js';
import { showAtFields } from '../../apps/dashboard/forms/form-problems.js';

type Field = { readonly path: string; readonly rule: string };

/** A refusal as it comes from the gateway, and what a form with these values then shows at its fields. */
function shown(values: object, fields: readonly Field[], places = {}, code = 'request.invalid') {
  let errors: Record<string, string> = {};
  const form = { getValues: () => values, setErrors: (set: Record<string, string>) => (errors = set) };
  const problem = ApiProblem.refused({ message: 'As a whole.', code, fields }, new Response('', { status: 400 }));
  return { isAll: showAtFields(form, problem, places), errors };
}

describe('a refusal of a form', () => {
  it('stands beside the field that it is about, as a sentence', () => {
    expect(shown({ email: 'x' }, [{ path: 'email', rule: 'email must be an email' }])).toEqual({
      isAll: true,
      errors: { email: 'It must be an email.' },
    });
    const oauth = { config: { oauth: { sign_in: [] } } };
    const rule = 'must name at least one way to sign in';
    expect(shown(oauth, [{ path: 'config.oauth.sign_in', rule }]).errors).toEqual({
      'config.oauth.sign_in': 'It must name at least one way to sign in.',
    });
    const entries = 'each value in redirect_uris must be an address';
    expect(shown({ redirect_uris: ['x'] }, [{ path: 'redirect_uris', rule: entries }]).errors).toEqual({
      redirect_uris: 'Each entry must be an address.',
    });
  });

  it('of an entry stands beside its list, and two of one field stand both there', () => {
    const fields = [
      { path: 'uris.0', rule: 'must be an address' },
      { path: 'uris.2', rule: 'is too long' },
    ];
    expect(shown({ uris: ['a', 'b', 'c'] }, fields).errors).toEqual({
      uris: 'It must be an address. It is too long.',
    });
  });

  it('that no field of the form shows is left to be shown as a whole', () => {
    expect(shown({ email: 'x' }, [{ path: 'token', rule: 'token is too long' }])).toEqual({ isAll: false, errors: {} });
    expect(shown({ email: 'x' }, [])).toEqual({ isAll: false, errors: {} });
    const both = [
      { path: 'token', rule: 'token is too long' },
      { path: 'email', rule: 'email must be an email' },
    ];
    expect(shown({ email: 'x' }, both)).toEqual({ isAll: false, errors: { email: 'It must be an email.' } });
  });

  it('finds the field by the name that the form has for it, or by its code', () => {
    const places = { current_password: 'current', 'credential.invalid': 'current' };
    const fields = [{ path: 'current_password', rule: 'current_password must have 12 to 72 bytes' }];
    expect(shown({ current: '' }, fields, places).errors).toEqual({ current: 'It must have 12 to 72 bytes.' });
    const own = [{ path: 'current', rule: 'This is not your password' }];
    expect(shown({ current: '' }, own, places, 'credential.invalid').errors).toEqual({
      current: 'This is not your password.',
    });
    expect(shown({ current: '' }, [], places, 'credential.invalid')).toEqual({
      isAll: true,
      errors: { current: 'As a whole.' },
    });
  });
});
