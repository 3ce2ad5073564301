// The pictures of an opened item, each with its watermark; enlarged, the arrows go from one to the next.
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { api, ask } from '../../api/client.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { fullMoment } from '../../i18n/moments.ts';
import { slotName, slotsEn, slotsVi } from '../../i18n/slots.ts';
import { traceTexts } from '../../i18n/trace.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import type { Opened } from './kept.ts';
import { drawMarked } from './watermark.ts';

interface Picture {
  readonly slot: string;
  /** Null: it cannot be shown; undefined: it is on its way. */
  readonly bytes: Blob | null | undefined;
}

/** Asked for once for each opening; kept by nobody but this component. */
function usePictures({ opening, item, objects }: Opened): readonly Picture[] {
  const [pictures, setPictures] = useState<readonly Picture[]>(() => objects.map(({ slot }) => ({ slot, bytes: undefined })));
  useEffect(() => {
    const left = new AbortController();
    void (async () => {
      for (const { slot } of objects) {
        const answer = await ask(
          api.GET('/api/v1/items/{item}/objects/{slot}', { params: { path: { item, slot }, header: { 'buuan-opening': opening } }, parseAs: 'blob' }),
        );
        if (left.signal.aborted) return;
        const bytes = answer.ok ? answer.data : null;
        setPictures((before) => before.map((each) => (each.slot === slot ? { slot, bytes } : each)));
      }
    })();
    return () => left.abort();
  }, [opening, item, objects]);
  return pictures;
}

export function Pictures({ opened }: { readonly opened: Opened }) {
  const t = useTexts(traceTexts);
  const slots = useStore(language) === 'vi' ? slotsVi : slotsEn;
  const pictures = usePictures(opened);
  const [large, setLarge] = useState<number | null>(null);
  if (pictures.length === 0) return <p className="field-hint">{t.noPictures}</p>;
  const shown = large === null ? undefined : pictures[large];
  return (
    <>
      <ul className="trace-pictures" aria-label={t.pictures}>
        {pictures.map(({ slot, bytes }, at) => (
          <li key={slot}>
            {bytes ? (
              <button type="button" className="trace-thumb" aria-label={t.pictureOpen(slotName(slot, slots))} onClick={() => setLarge(at)}>
                <Marked bytes={bytes} item={opened.item} label={t.picture(slotName(slot, slots))} hidden />
              </button>
            ) : (
              <span className="trace-thumb" aria-busy={bytes === undefined}>
                {bytes === null && t.pictureGone}
              </span>
            )}
            <span className="field-hint">{slotName(slot, slots)}</span>
          </li>
        ))}
      </ul>
      {large !== null && shown?.bytes && (
        <Large
          title={t.pictureOf(large + 1, pictures.length, slotName(shown.slot, slots))}
          onStep={(step) => setLarge((large + step + pictures.length) % pictures.length)}
          several={pictures.length > 1}
          onClose={() => setLarge(null)}
        >
          <Marked key={shown.slot} bytes={shown.bytes} item={opened.item} label={t.picture(slotName(shown.slot, slots))} />
        </Large>
      )}
    </>
  );
}

interface LargeProps {
  readonly title: string;
  readonly several: boolean;
  readonly onStep: (step: 1 | -1) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Large({ title, several, onStep, onClose, children }: LargeProps) {
  const t = useTexts(traceTexts);
  return (
    <Dialog title={title} onClose={onClose} className="trace-large">
      <div
        className="trace-large-inside"
        onKeyDown={({ key }) => {
          if (key === 'ArrowLeft') onStep(-1);
          if (key === 'ArrowRight') onStep(1);
        }}
      >
        {children}
        <p className="dialog-buttons">
          <span className="field-hint">{t.pictureKeys}</span>
          {several && (
            <>
              <Button onClick={() => onStep(-1)}>{t.previous}</Button>
              <Button onClick={() => onStep(1)}>{t.next}</Button>
            </>
          )}
        </p>
      </div>
    </Dialog>
  );
}

interface MarkedProps {
  readonly bytes: Blob;
  readonly item: string;
  readonly label: string;
  /** What is around it says already what it is. */
  readonly hidden?: boolean;
}

function Marked({ bytes, item, label, hidden = false }: MarkedProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = useStore(session);
  const who = now.state === 'in' ? `${now.actor.user} · ${now.actor.by}` : '';
  useEffect(() => {
    if (canvas.current === null) return;
    void drawMarked(canvas.current, bytes, { who, when: fullMoment(new Date()), what: item.slice(-12) });
  }, [bytes, who, item]);
  return <canvas ref={canvas} className="trace-picture" data-marked={who} {...(hidden ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })} />;
}
