// The counter's calls that docs/reference/openapi.json does not have yet.
interface Recipient {
  from_item: string;
  name: string;
  phone: string;
  province: string;
  commune: string;
  times: number;
}

export interface CounterPaths {
  '/api/v1/returning-senders': {
    post: {
      requestBody: { content: { 'application/json': { id: string; identity_number: string; phone?: string } } };
      responses: { 200: { content: { 'application/json': { sender?: { from_item: string; phone: string }; recipients: Recipient[] } } } };
    };
  };
}
