// What a page shows of the server: asked when it opens, and again by `anew`. What was there stays until there is something else; an answer
// that comes when the page is gone, or was asked for anew, is let go.
import { useCallback, useEffect, useState } from 'react';

import type { Answer, Failure } from './problem.ts';

interface Asked<T> {
  readonly data: T | null;
  /** Of the last time. */
  readonly failure: Failure | null;
  readonly anew: () => void;
}

/** `call` is the same function each time: one outside the component. */
export function useAsked<T>(call: () => Promise<Answer<T>>): Asked<T> {
  const [data, setData] = useState<T | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    void call().then((answer) => {
      if (gone) return;
      setFailure(answer.ok ? null : answer.failure);
      if (answer.ok) setData(answer.data);
    });
    return () => {
      gone = true;
    };
  }, [call, turn]);
  const anew = useCallback(() => setTurn((before) => before + 1), []);
  return { data, failure, anew };
}
