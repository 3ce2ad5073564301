// The pictures of a joint inspection: what the camera shows, and one slot for each picture that the type of item asks for or allows.
import { memo, useEffect, useRef } from 'react';

import { useStore } from '../../app/store.ts';
import type { Picture } from '../../counter/form.ts';
import { camera, showCamera, startCamera, takeFromFile } from '../../device/camera.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { inspectionTexts } from '../../i18n/inspection.ts';
import { slotName } from '../../i18n/slots.ts';
import { Button } from '../../kit/button.tsx';
import { FileButton } from '../../kit/file-button.tsx';
import { useDesk, useForm, useLocked, useWrong } from './desk-context.ts';
import { useRules } from './rules-context.ts';
import { takeForSlot } from './take-picture.ts';

export function Pictures() {
  const t = useTexts(inspectionTexts);
  const desk = useDesk();
  const type = useForm((form) => form.type);
  const pictures = useForm((form) => form.pictures);
  const rule = useRules().item_types.find((each) => each.type === type);
  const required = rule?.slots_required ?? [];
  const more = (rule?.slots_allowed ?? []).filter((slot) => slot !== 'signature' && slot !== 'label');
  const developing = useForm((form) => form.developing);
  const left = required.filter((slot) => !developing.includes(slot) && !pictures.some((picture) => picture.slot === slot)).length;
  return (
    <div className="pictures">
      <div className="shots">
        <Preview />
        <ul className="slots">
        {[...required, ...more].map((slot) => (
          <Slot key={slot} slot={slot} needed={required.includes(slot)} picture={pictures.find((each) => each.slot === slot) ?? null} developing={developing.includes(slot)} />
        ))}
        </ul>
      </div>
      <p className="pictures-state">
        <span>
          <kbd>F9</kbd> {t.take} · {left === 0 ? t.all : t.left(left)}
        </span>
        <FileButton
          kind="quiet"
          className="small"
          label={t.file}
          accept="image/*"
          onFile={(file) => {
            const slot = desk.nextSlot() ?? required.at(-1);
            if (slot !== undefined) void desk.expectPicture(slot, takeFromFile(slot, file));
          }}
        />
      </p>
    </div>
  );
}

function Preview() {
  const t = useTexts(inspectionTexts);
  const now = useStore(camera);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (now.kind !== 'on' || video.current === null) return undefined;
    video.current.srcObject = now.stream;
    showCamera(video.current);
    return () => showCamera(null);
  }, [now]);
  if (now.kind === 'on') return <video ref={video} className="preview" aria-label={t.preview} muted autoPlay playsInline />;
  return (
    <div className="preview preview-off">
      <p>{now.kind === 'failed' ? t.cameraRefused : t.cameraOff}</p>
      {now.kind !== 'starting' && (
        <Button kind="quiet" className="small" onClick={() => void startCamera()}>
          {t.cameraOn}
        </Button>
      )}
    </div>
  );
}

interface SlotProps {
  readonly slot: string;
  readonly needed: boolean;
  readonly picture: Picture | null;
  readonly developing: boolean;
}

const Slot = memo(function Slot({ slot, needed, picture, developing }: SlotProps) {
  const t = useTexts(inspectionTexts);
  const desk = useDesk();
  const locked = useLocked();
  const wrong = useWrong(`picture:${slot}`);
  const name = slotName(slot, t.slots);
  return (
    <li>
      <button
        type="button"
        className={`slot ${picture || developing ? 'slot-taken' : ''} ${needed ? 'slot-needed' : ''} ${wrong ? 'slot-wrong' : ''}`}
        data-place={`picture:${slot}`}
        disabled={locked}
        aria-label={picture ? t.again(name) : `${t.take}: ${name}`}
        onClick={() => takeForSlot(desk, slot)}
      >
        {picture && <Thumbnail bytes={picture.bytes} />}
        <span className="slot-name">
          <span aria-hidden="true">{picture ? '✓ ' : developing ? '… ' : ''}</span>
          {name}
        </span>
      </button>
    </li>
  );
});

export function Thumbnail({ bytes, says = '' }: { readonly bytes: Blob; readonly says?: string }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(bytes);
    if (image.current) image.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [bytes]);
  return <img ref={image} alt={says} />;
}
