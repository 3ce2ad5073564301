// The second step of signing in: made by the server, shown once, in force when a first code has been given back.
import { api, ask } from './client.ts';
import type { Answer } from './problem.ts';

export interface TotpSecret {
  /** Base32, for typing. */
  readonly secret: string;
  /** otpauth://…, for the QR code. */
  readonly uri: string;
}

export const beginTotp = (user: string): Promise<Answer<TotpSecret>> =>
  ask(api.POST('/api/v1/users/{user}/totp', { params: { path: { user } } }));

export const confirmTotp = (user: string, code: string): Promise<Answer<unknown>> =>
  ask(api.PUT('/api/v1/users/{user}/totp', { params: { path: { user } }, body: { code } }));
