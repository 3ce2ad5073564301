// Reads one label and closes. What the camera sees is looked at, never kept.
import { useEffect, useRef, useState } from 'react';

import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';

interface Props {
  readonly onCode: (text: string) => void;
  readonly onClose: () => void;
}

export default function LabelCamera({ onCode, onClose }: Props) {
  const t = useTexts(deliveryTexts);
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
    const end = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const look = async (): Promise<void> => {
      try {
        const [{ readLabel }, opened] = await Promise.all([
          import('../../device/label-reader.ts'),
          navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, facingMode: 'environment' } }),
        ]);
        stream = opened;
        if (gone() || video.current === null) return end();
        video.current.srcObject = opened;
        setState('on');
        const text = await readLabel(video.current, stop.signal);
        if (text === null || gone()) return;
        told.current.onClose();
        told.current.onCode(text);
      } catch {
        setState('failed');
      }
    };
    void look();
    return () => {
      stop.abort();
      end();
    };
  }, []);
  return (
    <Dialog title={t.cameraTitle} onClose={onClose} className="label-camera">
      <p role="status">{{ starting: t.cameraStarting, on: t.cameraOn, failed: t.cameraFailed }[state]}</p>
      <video ref={video} muted autoPlay playsInline aria-label={t.cameraView} />
      <Button onClick={onClose}>{t.cameraClose}</Button>
    </Dialog>
  );
}
