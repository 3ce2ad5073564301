import { useEffect, useRef, useState } from 'react';

import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { inspectionTexts } from '../../i18n/inspection.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';

interface Props {
  readonly onCode: (text: string) => void;
  readonly onClose: () => void;
}

/** Reads one code and closes. The picture of a card is looked at, never kept. */
export default function CameraDialog({ onCode, onClose }: Props) {
  const t = useTexts(counterTexts);
  const { preview } = useTexts(inspectionTexts);
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'starting' | 'on' | 'failed'>('starting');
  const told = useRef({ onCode, onClose });
  useEffect(() => {
    told.current = { onCode, onClose };
  });
  useEffect(() => {
    const stop = new AbortController();
    const gone = (): boolean => stop.signal.aborted;
    let stream: MediaStream | undefined;
    const look = async (): Promise<void> => {
      try {
        const [{ readCode }, opened] = await Promise.all([
          import('../../device/code-reader.ts'),
          navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, facingMode: 'environment' } }),
        ]);
        stream = opened;
        if (gone() || video.current === null) return;
        video.current.srcObject = opened;
        setState('on');
        const text = await readCode(video.current, stop.signal);
        if (text === null || gone()) return;
        told.current.onClose();
        told.current.onCode(text);
      } catch {
        setState('failed');
      } finally {
        if (gone()) for (const track of stream?.getTracks() ?? []) track.stop();
      }
    };
    void look();
    return () => {
      stop.abort();
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);
  return (
    <Dialog title={t.camera.title} onClose={onClose}>
      <p role="status">{{ starting: t.camera.starting, on: t.camera.lead, failed: t.camera.failed }[state]}</p>
      <div className="code-view">
        <video ref={video} muted autoPlay playsInline aria-label={preview} />
      </div>
      <Button onClick={onClose}>{t.camera.close}</Button>
    </Dialog>
  );
}
