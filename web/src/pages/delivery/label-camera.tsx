// Reads one label and closes. What the camera sees is looked at, never kept.
import { useCodeCamera } from '../../device/use-code-camera.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';

interface Props {
  readonly onCode: (text: string) => void;
  readonly onClose: () => void;
}

const reader = () => import('../../device/label-reader.ts').then(({ readLabel }) => readLabel);

export default function LabelCamera({ onCode, onClose }: Props) {
  const t = useTexts(deliveryTexts);
  const { video, state } = useCodeCamera(reader, { onCode, onClose });
  return (
    <Dialog title={t.cameraTitle} onClose={onClose} className="label-camera">
      <p role="status">{{ starting: t.cameraStarting, on: t.cameraOn, failed: t.cameraFailed }[state]}</p>
      <video ref={video} muted autoPlay playsInline aria-label={t.cameraView} />
      <Button onClick={onClose}>{t.cameraClose}</Button>
    </Dialog>
  );
}
