// Asks the server what a file comes to; nothing of it is kept there (POST /api/v1/manifest-readings).
import { api, ask } from '../api/client.ts';
import type { Answer } from '../api/problem.ts';
import type { Reading } from './rows.ts';

export const bytesMax = 8 * 1024 * 1024;
const patience_ms = 60_000;

export const askReading = (file: Blob, counter: string, method: string): Promise<Answer<Reading>> =>
  ask(
    api.POST('/api/v1/manifest-readings', {
      params: { query: { counter, method } },
      body: file as unknown as undefined,
      bodySerializer: () => file,
      headers: { 'Content-Type': 'application/octet-stream' },
      signal: AbortSignal.timeout(patience_ms),
    }),
  );
