import { BadRequestException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors/app-error.js';
import { asAppError, errorBody } from '../../src/http/error-body.js';

const fastifyError = (code: string, statusCode: number) =>
  Object.assign(new Error('planted: what the framework says'), { code, statusCode });

describe('whatever is thrown', () => {
  it('stays as it is when it is the product’s own error', () => {
    const error = new AppError('mcp_server.not_found', 'x');
    expect(asAppError(error)).toBe(error);
  });

  it.each([
    ['FST_ERR_CTP_BODY_TOO_LARGE', 413, 'request.body_too_large'],
    ['FST_ERR_CTP_INVALID_JSON_BODY', 400, 'request.json_broken'],
    ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 415, 'request.media_type_unsupported'],
    ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 400, 'request.invalid'],
  ])('is known by Fastify’s code %s, bare or wrapped by Nest', (code, status, expected) => {
    const thrown = fastifyError(code, status);
    for (const given of [thrown, new BadRequestException('wrapped', { cause: thrown })]) {
      const error = asAppError(given);
      expect(error.code).toBe(expected);
      expect(error.kind.status).toBe(status);
      expect(error.message).not.toContain('planted');
    }
  });

  it('is a missing route when the framework finds none', () => {
    expect(asAppError(new NotFoundException('Cannot GET /planted'))).toMatchObject({ code: 'route.not_found' });
    expect(asAppError(fastifyError('FST_ERR_NOT_FOUND', 404)).code).toBe('route.not_found');
  });

  it.each([412, 416])('is a request with a header that does not fit where a file is refused with %i', (status) => {
    const thrown = Object.assign(new Error('planted'), { status, statusCode: status });
    expect(asAppError(thrown)).toMatchObject({ code: 'request.invalid' });
  });

  it('is a malformed request when the framework says 400, and broken JSON when parsing failed', () => {
    expect(asAppError(new BadRequestException('planted'))).toMatchObject({ code: 'request.invalid' });
    expect(asAppError(Object.assign(new SyntaxError('planted'), { statusCode: 400 })).code).toBe('request.json_broken');
  });

  it.each([
    ['an error', new Error('planted')],
    ['an error with a status of ours', new InternalServerErrorException('planted')],
    ['a database error', Object.assign(new Error('planted'), { code: 'P2025', meta: 'planted' })],
    [
      'an error whose code is the name of something built in',
      Object.assign(new Error('planted'), { code: 'constructor' }),
    ],
    ['a syntax error of our own', new SyntaxError('planted')],
    ['a text', 'planted'],
    ['an object', { planted: true }],
    ['null', null],
    ['nothing', undefined],
  ])('is our own fault when it is %s, and tells the caller nothing of it', (_, thrown) => {
    const error = asAppError(thrown);
    expect(error.code).toBe('service.internal');
    expect(error.cause).toBe(thrown);
    const body = errorBody(error, 'request-1');
    expect(body).toMatchObject({ statusCode: 500, request_id: 'request-1' });
    expect(JSON.stringify(body)).not.toContain('planted');
  });
});
