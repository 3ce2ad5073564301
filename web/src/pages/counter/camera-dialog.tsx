import { useCodeCamera } from '../../device/use-code-camera.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { inspectionTexts } from '../../i18n/inspection.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';

interface Props {
  readonly onCode: (text: string) => void;
  readonly onClose: () => void;
}

const reader = () => import('../../device/code-reader.ts').then(({ readCode }) => readCode);

/** Reads one code and closes. The picture of a card is looked at, never kept. */
export default function CameraDialog({ onCode, onClose }: Props) {
  const t = useTexts(counterTexts);
  const { preview } = useTexts(inspectionTexts);
  const { video, state } = useCodeCamera(reader, { onCode, onClose });
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
