// The counter: one item in hand, from the sender's card to the label. docs/guide/counter.md says how it is worked with.
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';

import { useStore } from '../../app/store.ts';
import { takeInHand } from '../../app/work-in-hand.ts';
import type { Desk } from '../../counter/desk.ts';
import { isUntouched } from '../../counter/form.ts';
import type { CounterRules } from '../../counter/rules.ts';
import { startCamera, stopCamera } from '../../device/camera.ts';
import { startSerial } from '../../device/serial.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { loadScreening, screening } from '../../screening/screening.ts';
import { Contents } from './contents.tsx';
import { CounterTabs } from './counter-tabs.tsx';
import { deskAt } from './current-desk.ts';
import { Decision } from './decision.tsx';
import { DeskContext, useForm } from './desk-context.ts';
import { FocusKeeper } from './focus-keeper.tsx';
import { useKeys } from './keys.ts';
import { OutcomeBar } from './outcome-bar.tsx';
import { Recipient } from './recipient.tsx';
import { Sender } from './sender.tsx';
import { StepsBar } from './steps-bar.tsx';
import { WithRules } from './with-rules.tsx';

// Asked for at once, but nothing that is typed first waits for it.
const Inspection = lazy(() => import('./inspection.tsx'));
const HelpDialog = lazy(() => import('./help-dialog.tsx'));
const RefuseDialog = lazy(() => import('./refuse-dialog.tsx'));
const CameraDialog = lazy(() => import('./camera-dialog.tsx'));
const Sheet = lazy(() => import('../../print/sheet.tsx'));

type Open = 'help' | 'refuse' | 'camera' | null;

export default function CounterPage() {
  return <WithRules>{(counter, rules) => <AtDesk key={counter.counter} desk={deskAt(counter.counter, rules)} rules={rules} />}</WithRules>;
}

const offLine = () => import('../../offline/submit.ts');
const afterFirstKey_ms = 1500;

/** What the counter needs without a network is fetched once it can be typed in. */
export function useOffLine(counter: string): void {
  useEffect(() => {
    const timer = setTimeout(() => void offLine().then(({ atCounter }) => atCounter(counter), () => undefined), afterFirstKey_ms);
    return () => clearTimeout(timer);
  }, [counter]);
}

function AtDesk({ desk, rules }: { readonly desk: Desk; readonly rules: CounterRules }) {
  const t = useTexts(counterTexts);
  const [open, setOpen] = useState<Open>(null);
  const openers = useMemo(
    () => ({
      onHelp: () => setOpen('help'),
      onRefuse: () => setOpen((now) => (desk.locked ? now : 'refuse')),
    }),
    [desk],
  );
  useKeys(desk, openers);
  useScreening(rules.day);
  useOffLine(desk.counter);
  useEffect(() => void startSerial((scan) => desk.scanned(scan, 'serial')), [desk]);
  useEffect(() => stopCamera, []);
  const close = (): void => {
    setOpen(null);
    desk.goTo(desk.here.get());
  };
  return (
    <DeskContext value={desk}>
      <div className="counter dense">
        <h1 className="visually-hidden">{t.title}</h1>
        <div className="counter-top">
          <StepsBar />
          <CounterTabs />
        </div>
        <div className="desk">
          <div className="desk-column">
            <Sender onCamera={() => setOpen('camera')} />
            <Recipient />
          </div>
          <div className="desk-column">
            <Contents />
          </div>
          <div className="desk-column">
            <Suspense>
              <Inspection />
            </Suspense>
            <Decision onRefuse={openers.onRefuse} />
          </div>
        </div>
        <div className="counter-foot">
          <OutcomeBar />
          <p className="counter-keys">{t.keysHint}</p>
        </div>
      </div>
      <FocusKeeper />
      <InHand />
      <Suspense>
        {open === 'help' && <HelpDialog onClose={close} />}
        {open === 'refuse' && <RefuseDialog desk={desk} reasons={rules.reasons} onClose={close} />}
        {open === 'camera' && <CameraDialog onCode={(text) => desk.scanned(text, 'camera')} onClose={close} />}
        <Sheet />
      </Suspense>
    </DeskContext>
  );
}

/** While an item is begun the camera is on, and no new version of the app comes in between. */
export function InHand() {
  const begun = useForm((form) => !isUntouched(form));
  useEffect(() => {
    if (!begun) return undefined;
    void startCamera();
    return takeInHand();
  }, [begun]);
  return null;
}

const againMs = 20_000;

/** The engine comes after the page can be typed in, and is tried again until it is there. */
export function useScreening(day: string): void {
  const engine = useStore(screening);
  useEffect(() => {
    if (engine !== null) return undefined;
    void loadScreening(day);
    const timer = setInterval(() => void loadScreening(day), againMs);
    return () => clearInterval(timer);
  }, [engine, day]);
}
