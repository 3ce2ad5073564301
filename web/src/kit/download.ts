// A file that the server makes, asked for as any other call: so in the language that is spoken, and what is wrong comes back as words
// rather than as a page of its own.
import type { Answer, Failure } from '../api/problem.ts';

const kept_ms = 60_000;

export async function download(asked: Promise<Answer<Blob>>, name: string): Promise<Failure | null> {
  const answer = await asked;
  if (!answer.ok) return answer.failure;
  const address = URL.createObjectURL(answer.data);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), kept_ms);
  return null;
}
