import { STATUS_CODES } from 'node:http';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../../src/errors/error-codes.js';
import { errorBody } from '../../src/http/error-body.js';
import { protocolError } from '../../src/mcp/protocol/protocol-error.js';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

describe('the error codes', () => {
  it('are there', () => {
    expect(codes.length).toBeGreaterThanOrEqual(20);
  });

  it.each(codes)('%s is subject.fault in small letters, with a status of 4xx or 5xx and its standard title', (code) => {
    const { status, title } = ERROR_CODES[code];
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    // RFC 9110 renamed 413 and 422; both titles of 413 are in use.
    expect([STATUS_CODES[status], 'Payload Too Large']).toContain(title);
  });

  it.each(codes)('%s is written for MCP clients as a JSON-RPC error that says the code and the request', (code) => {
    const written = protocolError(new AppError(code, 'what to do'), 'request-1');
    expect(written).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: {
        code: expect.any(Number),
        message: 'what to do',
        data: { code, request_id: 'request-1' },
      },
    });
  });

  it('are internal errors of JSON-RPC when the fault is ours, and never when it is the caller’s', () => {
    const internal = codes.filter((code) => protocolError(new AppError(code, ''), '').error.code === -32603);
    expect(internal).toEqual(codes.filter((code) => ERROR_CODES[code].status >= 500));
  });

  it('are a parse error of JSON-RPC for broken JSON, an invalid request for a malformed one', () => {
    const of = (code: ErrorCode) => protocolError(new AppError(code, ''), '').error.code;
    expect(of('request.json_broken')).toBe(-32700);
    expect(of('request.invalid')).toBe(-32600);
    expect(of('mcp_server.not_found')).toBe(-32000);
  });
});

describe('an error of the product', () => {
  const error = new AppError('looker.login_refused', 'Looker refused.', {
    fields: [{ path: 'looker.client_secret', rule: 'is wrong' }],
    remote: { status: 404, message: 'Not found' },
    internalNote: 'planted-note',
    cause: new Error('planted-cause'),
  });

  it('is written for REST callers with status, title, code, message, request, fields and Looker’s own words', () => {
    expect(errorBody(error, 'request-1')).toEqual({
      statusCode: 422,
      error: 'Unprocessable Entity',
      code: 'looker.login_refused',
      message: 'Looker refused.',
      request_id: 'request-1',
      fields: [{ path: 'looker.client_secret', rule: 'is wrong' }],
      is_remote_error: true,
      remote: { status: 404, message: 'Not found' },
    });
  });

  it('leaves out what does not apply', () => {
    expect(errorBody(new AppError('route.not_found', 'No such address.'), 'r')).toEqual({
      statusCode: 404,
      error: 'Not Found',
      code: 'route.not_found',
      message: 'No such address.',
      request_id: 'r',
    });
  });

  it('never shows callers the note and the cause that are for the log', () => {
    const written = JSON.stringify([errorBody(error, 'r'), protocolError(error, 'r')]);
    expect(written).not.toContain('planted');
    expect(error.internalNote).toBe('planted-note');
    expect(error.cause).toEqual(new Error('planted-cause'));
  });
});
