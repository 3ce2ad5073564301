// The counter's calls that docs/reference/openapi.json does not have yet.
import type { CounterRules } from '../counter/rules.ts';

interface Recipient {
  from_item: string;
  name: string;
  phone: string;
  province: string;
  commune: string;
  times: number;
}

export interface CounterPaths {
  '/api/v1/counter-rules': { get: { responses: { 200: { content: { 'application/json': CounterRules } } } } };
  '/api/v1/returning-recipients': {
    post: {
      requestBody: { content: { 'application/json': { identity_number: string; phone: string } } };
      responses: { 200: { content: { 'application/json': { recipients: Recipient[] } } } };
    };
  };
}
