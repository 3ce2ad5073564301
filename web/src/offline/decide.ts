// One decision from the desk to the server or into the queue. Between any two of its steps the machine may be switched off: what was written
// down is then sent, whether or not the server had it already.
import type { Submitted } from '../counter/submission.ts';
import type { Db } from './db.ts';
import { journal, type Journalled } from './journal.ts';
import { released, takenBack, takenOnLine } from './queue.ts';
import type { Decision } from './record.ts';

/** `unknown` means that the queue brings it. Null where the means to keep it are not there; nothing was written or sent then. */
export async function decide(db: Db, decision: Decision, journalled: Journalled, put: () => Promise<Submitted>): Promise<Submitted | null> {
  // A full disk keeps nothing; the line may still take it.
  if (!(await journal(db, decision, journalled).catch(() => false))) return null;
  const { item } = decision;
  const answer = await put();
  await settle(db, item, answer).catch(() => undefined); // then it is sent as well, and the server says that it has it
  return answer;
}

async function settle(db: Db, item: string, answer: Submitted): Promise<void> {
  if (answer.kind === 'decided') return takenOnLine(db, item, answer.acceptance.pictures_due);
  return answer.kind === 'failed' ? takenBack(db, item) : released(db, item);
}
