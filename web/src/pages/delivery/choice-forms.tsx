// What is recorded by choosing one answer: a failed attempt, a return, a notice.
import { useState, type ReactNode } from 'react';

import type { Picture } from '../../counter/form.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import type { Event } from '../../offline/deed.ts';
import { BigChoice } from './big-choice.tsx';
import { useDeed, type FormProps } from './do-it.ts';
import { FormFrame } from './form-frame.tsx';
import { PlacePicture } from './place-picture.tsx';

interface AskedProps<T extends string> extends FormProps {
  readonly kind: 'attempted' | 'returned' | 'notice';
  readonly title: string;
  readonly lead?: string;
  readonly go: string;
  readonly options: Readonly<Record<T, string>>;
  readonly pictures?: readonly Picture[];
  readonly children?: ReactNode;
}

function AskedReason<T extends string>({ kind, title, lead, go, options, pictures = [], children, ...given }: AskedProps<T>) {
  const t = useTexts(deliveryTexts);
  const { does, busy, failure } = useDeed(given);
  const [reason, setReason] = useState<T | null>(null);
  const [tried, setTried] = useState(0);
  const missing = tried > 0 && reason === null;
  const send = (): void => {
    setTried(tried + 1);
    if (reason !== null) void does(kind, { reason } satisfies Partial<Event>, pictures);
  };
  return (
    <FormFrame
      title={title}
      code={given.stop.item_code}
      {...(lead !== undefined && { lead })}
      go={go}
      busy={busy}
      failure={failure}
      mistakes={missing ? [{ at: 'reason', text: t.reasonEmpty }] : []}
      tried={tried}
      onGo={send}
      onCancel={given.onCancel}
    >
      <BigChoice id="reason" label={title} titled={false} options={options} chosen={reason} error={missing ? t.reasonEmpty : undefined} onChoose={setReason} />
      {children}
    </FormFrame>
  );
}

export function AttemptForm(form: FormProps) {
  const t = useTexts(deliveryTexts);
  const [picture, setPicture] = useState<Picture | null>(null);
  return (
    <AskedReason {...form} kind="attempted" title={t.attemptTitle} go={t.attemptGo} options={t.attemptReasons} pictures={picture === null ? [] : [picture]}>
      <PlacePicture label={t.optionalPicture} picture={picture} onPicture={setPicture} />
    </AskedReason>
  );
}

export function ReturnForm(form: FormProps) {
  const t = useTexts(deliveryTexts);
  return <AskedReason {...form} kind="returned" title={t.returnTitle} lead={t.returnLead} go={t.returnGo} options={t.returnReasons} />;
}

export function NoticeForm(form: FormProps) {
  const t = useTexts(deliveryTexts);
  return <AskedReason {...form} kind="notice" title={t.noticeTitle} go={t.noticeGo} options={t.noticeWays} />;
}
