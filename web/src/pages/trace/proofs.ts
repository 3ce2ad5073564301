// All proofs of an item in one file, with the logs' public keys and how to check them without this server.
import { api, ask } from '../../api/client.ts';
import type { Failure } from '../../api/problem.ts';
import { textsOf } from '../../i18n/i18n.ts';
import { traceTexts } from '../../i18n/trace.ts';
import { download } from '../../kit/download.ts';
import type { Event } from './events.ts';
import { zipOf, type ZipFile } from './zip.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export async function downloadProofs(item: string, events: readonly Event[]): Promise<Failure | null> {
  const t = textsOf(traceTexts);
  const logs = await ask(api.GET('/api/v1/logs'));
  if (!logs.ok) return logs.failure;
  const files: ZipFile[] = [];
  for (const { entry, index, log, type } of events) {
    if (index === undefined) continue;
    const proof = await ask(api.GET('/api/v1/items/{item}/proof', { params: { path: { item }, query: { entry } }, parseAs: 'text' }));
    if (!proof.ok) return proof.failure;
    files.push({ name: `${log}-${index}-${type}.tlog-proof`, bytes: bytesOf(proof.data) });
  }
  const checks = files.map(({ name }) => `buuan verify ${name} --key @logs.vkey`).join('\r\n');
  const keys = logs.data.logs.flatMap(({ key, key_before }) => [key, ...(key_before === undefined ? [] : [key_before])]).join('\n');
  const zip = zipOf([...files, { name: 'logs.vkey', bytes: bytesOf(`${keys}\n`) }, { name: 'README.txt', bytes: bytesOf(t.readme(item, checks)) }]);
  return download(Promise.resolve({ ok: true, data: zip }), t.proofsName(item));
}
