// A picture of the place by the phone's own camera app; made small here, shown, and not written anywhere.
import { useEffect, useRef, useState } from 'react';

import type { Picture } from '../../counter/form.ts';
import { takeFromFile } from '../../device/camera.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';

interface Props {
  readonly label: string;
  readonly picture: Picture | null;
  readonly onPicture: (picture: Picture) => void;
}

export function PlacePicture({ label, picture, onPicture }: Props) {
  const t = useTexts(deliveryTexts);
  const [bad, setBad] = useState(false);
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (picture === null || image.current === null) return undefined;
    const address = URL.createObjectURL(picture.bytes);
    image.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [picture]);
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const made = await takeFromFile('place', file);
    setBad(made === null);
    if (made !== null) onPicture(made);
  };
  return (
    <div className="place-picture">
      <label className="button">
        <input
          type="file"
          accept="image/*"
          capture="environment"
          className="visually-hidden"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        {picture === null ? label : t.pictureAgain}
      </label>
      {bad && (
        <p className="field-error" role="alert">
          {t.pictureBad}
        </p>
      )}
      {picture !== null && <img ref={image} alt={t.pictureTaken} />}
    </div>
  );
}
