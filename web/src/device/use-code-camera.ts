// A camera that looks for one code and closes: what it sees is looked at, never kept.
import { useEffect, useRef, useState, type RefObject } from 'react';

/** Looks until a code is read or it is stopped. */
export type Read = (video: HTMLVideoElement, stopped: AbortSignal) => Promise<string | null>;

interface Told {
  readonly onCode: (text: string) => void;
  readonly onClose: () => void;
}

interface CodeCamera {
  /** Where its picture is shown. */
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: 'starting' | 'on' | 'failed';
}

/** `load`: the reader, fetched with the first use; the same function each time. */
export function useCodeCamera(load: () => Promise<Read>, { onCode, onClose }: Told): CodeCamera {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CodeCamera['state']>('starting');
  const told = useRef({ onCode, onClose });
  useEffect(() => {
    told.current = { onCode, onClose };
  });
  useEffect(() => {
    const stop = new AbortController();
    const gone = (): boolean => stop.signal.aborted;
    let stream: MediaStream | undefined;
    const end = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const look = async (): Promise<void> => {
      try {
        const [read, opened] = await Promise.all([load(), navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, facingMode: 'environment' } })]);
        stream = opened;
        if (gone() || video.current === null) return end();
        video.current.srcObject = opened;
        setState('on');
        const text = await read(video.current, stop.signal);
        if (text === null || gone()) return;
        told.current.onClose();
        told.current.onCode(text);
      } catch {
        setState('failed');
      } finally {
        if (gone()) end();
      }
    };
    void look();
    return () => {
      stop.abort();
      end();
    };
  }, [load]);
  return { video, state };
}
