import { readFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

const web = new URL('../../', import.meta.url);

test('the committed types are those of docs/reference/openapi.json (npm run api)', { timeout: 20_000 }, async () => {
  const made = astToString(await openapiTS(new URL('../docs/reference/openapi.json', web)));
  const committed = await readFile(new URL('src/api/api.d.ts', web), 'utf8');
  expect(committed.endsWith(made), 'src/api/api.d.ts is stale: npm run api').toBe(true);
});
