import { describe, expect, it } from 'vitest';
import { LookerError } from '../../src/looker/looker-error.js';
import { planOf } from '../../src/tool-calls/queries/query-plan.js';
import { TableFormats } from '../../src/tool-calls/queries/table-formats.js';

const credentials = { kind: 'api_key', clientId: 'id', clientSecret: 'secret' } as const;
const connection = (baseUrl: string) => ({ key: 'account', baseUrl, credentials });
const plan = (baseUrl = 'https://a.example.com', format = 'json_bi', shown: 'table' | null = 'table') =>
  planOf(connection(baseUrl), { source: { kind: 'query', id: '1' }, options: {}, format, shown });
const refused = (status: number, message: string, fields: { field: string; message: string }[] = []) =>
  new LookerError('refused', message, { status, fields });

describe('the format that rows come in', () => {
  it.each([
    refused(400, 'Unknown result format: json_bi'),
    refused(404, 'json_bi is not a format'),
    refused(422, 'Validation Failed', [{ field: 'result_format', message: 'is not included in the list' }]),
  ])('is the older one after a refusal: %s', (error) => {
    expect(new TableFormats().instead(plan(), error)).toMatchObject({ format: 'json_detail', shown: 'table' });
  });

  it.each([
    refused(404, 'Not found'),
    refused(400, 'Unknown model'),
    refused(500, 'json_bi failed'),
    new LookerError('timed_out', 'no answer to json_bi'),
    new Error('json_bi'),
  ])('is not changed for any other failure: %s', (error) => {
    expect(new TableFormats().instead(plan(), error)).toBeNull();
  });

  it('is not changed where the caller chose it', () => {
    const error = refused(400, 'Unknown result format: json_bi');
    expect(new TableFormats().instead(plan(undefined, 'json_bi', null), error)).toBeNull();
    expect(new TableFormats().instead(plan(undefined, 'json_detail'), error)).toBeNull();
  });

  it('is remembered for the instance that lacks it, and for no other', () => {
    const formats = new TableFormats();
    formats.useOlder(plan());
    expect(formats.of(plan()).format).toBe('json_detail');
    expect(formats.of(plan()).digest).not.toBe(plan().digest);
    expect(formats.of(plan('https://b.example.com')).format).toBe('json_bi');
  });
});
