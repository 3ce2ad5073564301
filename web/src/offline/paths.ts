// The queue's calls, until docs/reference/openapi.json has them.
interface WeekKeyOfNode {
  week: string;
  public_key: string;
}

type Answers<Body> = { 200: { content: { 'application/json': Body } } };
type Done = { 200: { content: { 'application/json': unknown } } };

export interface QueuePaths {
  '/api/v1/queue-key': { get: { responses: Answers<WeekKeyOfNode & { next: WeekKeyOfNode }> } };
  '/api/v1/code-blocks': {
    post: { requestBody: { content: { 'application/json': { counter: string; count: number } } }; responses: Answers<{ codes: string[] }> };
  };
  '/api/v1/devices': {
    post: { requestBody: { content: { 'application/json': { id: string; counter: string; public_key: string } } }; responses: Done };
  };
  '/api/v1/queued-items/{item}': {
    post: { parameters: { path: { item: string }; query?: { return?: 1 } }; responses: Done };
  };
  '/api/v1/queued-items/{item}/objects/{slot}': {
    post: { parameters: { path: { item: string; slot: string } }; responses: Done };
  };
}
