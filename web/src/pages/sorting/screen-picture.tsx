// The picture of the scanner's screen, after a result that stopped the item: it has been stopped already, and the picture comes with a
// second look at the same scanner.
import { useState } from 'react';

import type { Failure } from '../../api/problem.ts';
import { takeFromFile } from '../../device/camera.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { FileButton } from '../../kit/file-button.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { useEvent } from './use-event.ts';
import { focusScanBox } from './use-scan-box.ts';
import type { Override } from './use-shift.ts';

interface Props {
  readonly site: string;
  readonly scanner: string;
  readonly override: Override | null;
  readonly found: { readonly item: string; readonly result: 'suspicious' | 'held' };
}

export function ScreenPicture({ site, scanner, override, found }: Props) {
  const t = useTexts(sortingTexts);
  const [state, setState] = useState<'asked' | 'stored' | 'broken'>('asked');
  const [failure, setFailure] = useState<Failure | null>(null);
  const record = useEvent(site);
  const store = async (file: File): Promise<void> => {
    const picture = await takeFromFile('screen', file);
    if (picture === null) return setState('broken');
    const pictures = [picture];
    const answer = await record(found.item, { kind: 'xrayed', equipment: scanner, result: found.result, ...override }, pictures);
    focusScanBox();
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setState('stored');
  };
  return (
    <div className="sorting-picture">
      <FailureNotice failure={failure} />
      {state === 'broken' && <Notice tone="bad">{t.pictureBroken}</Notice>}
      {state === 'stored' ? <Notice tone="ok">{t.screenStored}</Notice> : <FileButton kind="quiet" label={t.screenPicture} accept="image/*" onFile={(file) => void store(file)} />}
    </div>
  );
}
