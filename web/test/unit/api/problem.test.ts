import { expect, test } from 'vitest';

import { problemOf } from '../../../src/api/problem.ts';
import { failureText } from '../../../src/i18n/problems.ts';

test('a problem of the server is read whole', () => {
  const errors = [{ field: 'sender.phone', reason: 'phone_length', text: 'Số điện thoại cần 10 chữ số.' }];
  const body = { type: 'urn:buuan:problem:bad_document', status: 422, title: 'Có chỗ sai.', code: 'bad_document', instance: 'r1', errors };
  expect(problemOf(422, body)).toEqual({ kind: 'problem', status: 422, code: 'bad_document', title: 'Có chỗ sai.', request: 'r1', errors });
});

test.each([undefined, null, '<html>502</html>', 42, [], { code: 7, title: {}, errors: 'no' }, { errors: [null, 1, { field: 'a' }] }])(
  'an answer that is no problem document is still a failure with a code (%j)',
  (body) => {
    expect(problemOf(502, body)).toMatchObject({ kind: 'problem', code: 'http_502', errors: [] });
  },
);

test('a code that this app knows has its own words, another those of the server and the code for the help desk', () => {
  expect(failureText(problemOf(401, { code: 'sign_in_refused', title: 'x' }))).not.toContain('sign_in_refused');
  const text = failureText(problemOf(507, { code: 'full', title: 'Hết chỗ lưu trữ.', instance: 'r9' }));
  expect(text).toContain('Hết chỗ lưu trữ.');
  expect(text).toContain('full');
  expect(text).toContain('r9');
});
