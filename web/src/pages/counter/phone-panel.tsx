// The phone beside the counter, in the inspection's card: the code while it waits for one, then how it goes. It takes no key and no focus.
import { useEffect, useRef } from 'react';

import { useStore } from '../../app/store.ts';
import type { Heard, LinkState, PhoneLink } from '../../counter/phone-link.ts';
import { drawCode } from '../../declare/qr.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { inspectionTexts } from '../../i18n/inspection.ts';
import { phoneLinkTexts } from '../../i18n/phone-link.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { slotName } from '../../i18n/slots.ts';
import { Button } from '../../kit/button.tsx';
import './styles/phone-panel.css';

interface Props {
  readonly link: PhoneLink;
  readonly onAnew: () => void;
  readonly onEnd: () => void;
}

export default function PhonePanel({ link, onAnew, onEnd }: Props) {
  const t = useTexts(phoneLinkTexts);
  const state = useStore(link.state);
  const ended = state.kind === 'ended';
  useEffect(() => {
    if (ended) onEnd();
  }, [ended, onEnd]);
  const heard = useStore(link.heard);
  const over = state.kind === 'expired' || state.kind === 'failed';
  return (
    <div className="phone" role="group" aria-label={t.name}>
      <p className="phone-state" role="status">
        <Words link={link} state={state} />
      </p>
      {state.kind === 'joined' && heard?.kind === 'held' && (
        <Button kind="quiet" className="small" onClick={() => link.dropOurs(heard.slot)}>
          {t.drop}
        </Button>
      )}
      {over ? (
        <Button kind="quiet" className="small" onClick={onAnew}>
          {state.kind === 'failed' ? t.retry : t.anew}
        </Button>
      ) : null}
      <Button kind="quiet" className="small" onClick={() => (over ? onEnd() : link.end())}>
        {state.kind === 'joined' ? t.stop : t.cancel}
      </Button>
      {state.kind === 'waiting' && <Code code={state.code} />}
    </div>
  );
}

function Words({ link, state }: { readonly link: PhoneLink; readonly state: LinkState }) {
  const t = useTexts(phoneLinkTexts);
  const heard = useHeard(useStore(link.heard));
  const reached = useStore(link.reached);
  const failure = useFailureText();
  if (state.kind === 'failed') return failure(state.failure);
  if (state.kind === 'ended') return null;
  if (state.kind !== 'expired' && !reached) return t.away;
  return (state.kind === 'joined' && heard) || t[state.kind];
}

function useHeard(heard: Heard): string | null {
  const t = useTexts(phoneLinkTexts);
  const { slots } = useTexts(inspectionTexts);
  if (heard === null) return null;
  return heard.kind === 'strange' ? t.strange : t[heard.kind](slotName(heard.slot, slots));
}

const codeWidth = 232;

function Code({ code }: { readonly code: string }) {
  const t = useTexts(phoneLinkTexts);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    frame.current?.replaceChildren(drawCode(code, codeWidth, t.code));
  }, [code, t]);
  return (
    <div className="phone-code">
      <div ref={frame} />
      <p>{code.startsWith('https:') ? t.scan : t.needsHttps}</p>
    </div>
  );
}
