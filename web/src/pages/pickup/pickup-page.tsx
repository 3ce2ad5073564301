// Acceptance at the sender's door, on a phone: the counter's own flow, one section a screen. What the flow asks for next decides which; the
// hand may look at any other.
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';

import { useStore } from '../../app/store.ts';
import type { Desk } from '../../counter/desk.ts';
import { nextMissing, type Section } from '../../counter/flow.ts';
import { declared } from '../../counter/form.ts';
import type { CounterRules } from '../../counter/rules.ts';
import { sectionAt, sectionsInOrder } from '../../counter/section-at.ts';
import { stopCamera } from '../../device/camera.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { pickupTexts } from '../../i18n/pickup.ts';
import { Button } from '../../kit/button.tsx';
import { Contents } from '../counter/contents.tsx';
// Through the counter's own page, so that what both share stays one chunk.
import { InHand, useOffLine, useScreening } from '../counter/counter-page.tsx';
import { deskAt } from '../counter/current-desk.ts';
import { Decision } from '../counter/decision.tsx';
import { DeskContext, useDesk, useForm } from '../counter/desk-context.ts';
import { FocusKeeper } from '../counter/focus-keeper.tsx';
import { useKeys } from '../counter/keys.ts';
import { OutcomeBar } from '../counter/outcome-bar.tsx';
import { Recipient } from '../counter/recipient.tsx';
import { Sender } from '../counter/sender.tsx';
import { takeForSlot } from '../counter/take-picture.ts';
import { WithRules } from '../counter/with-rules.tsx';
import './pickup.css';

const Inspection = lazy(() => import('../counter/inspection.tsx'));
const RefuseDialog = lazy(() => import('../counter/refuse-dialog.tsx'));
const CameraDialog = lazy(() => import('../counter/camera-dialog.tsx'));
const HelpDialog = lazy(() => import('../counter/help-dialog.tsx'));
const Sheet = lazy(() => import('../../print/sheet.tsx'));

type Open = 'help' | 'refuse' | 'camera' | null;

export default function PickupPage() {
  return <WithRules>{(counter, rules) => <AtDoor key={counter.counter} desk={deskAt(counter.counter, rules)} rules={rules} />}</WithRules>;
}

function AtDoor({ desk, rules }: { readonly desk: Desk; readonly rules: CounterRules }) {
  const t = useTexts(pickupTexts);
  const [open, setOpen] = useState<Open>(null);
  const openers = useMemo(() => ({ onHelp: () => setOpen('help'), onRefuse: () => setOpen((now) => (desk.locked ? now : 'refuse')) }), [desk]);
  useKeys(desk, openers);
  useScreening(rules.day);
  useOffLine(desk.counter);
  useEffect(() => stopCamera, []);
  const { shown, show } = useSection(desk);
  const close = (): void => {
    setOpen(null);
    desk.goTo(desk.here.get());
  };
  const parts: Record<Section, ReactNode> = {
    sender: <Sender onCamera={() => setOpen('camera')} />,
    recipient: <Recipient />,
    contents: <Contents />,
    // A pad that nobody sees has no size.
    inspection: shown === 'inspection' && (
      <Suspense>
        <Inspection />
        <FocusAgain />
      </Suspense>
    ),
    decision: <Decision onRefuse={openers.onRefuse} />,
  };
  return (
    <DeskContext value={desk}>
      <div className="counter pickup">
        <div className="pickup-top">
          <h1>{t.title}</h1>
          <Link href="/app/quay/hom-nay">{t.today}</Link>
        </div>
        <Steps shown={shown} onShow={show} />
        <div className="pickup-parts">
          {sectionsInOrder.map((section) => (
            <div key={section} hidden={section !== shown}>
              {parts[section]}
            </div>
          ))}
        </div>
        <div className="counter-foot">
          <OutcomeBar />
          <Onward shown={shown} onShow={show} />
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

/** What the flow went to was not there yet. */
function FocusAgain() {
  const desk = useDesk();
  useEffect(() => desk.goTo(desk.here.get()), [desk]);
  return null;
}

/** The section that the flow is at, until the hand chooses another; the next step of the flow leads on. */
function useSection(desk: Desk) {
  const wanted = useStore(desk.focus);
  const [chosen, setChosen] = useState<{ readonly turn: number; readonly section: Section } | null>(null);
  const shown = chosen?.turn === wanted.turn ? chosen.section : sectionAt(wanted.place);
  const show = (section: Section): void => {
    const hasSteps = desk.steps().some((step) => step.section === section);
    if (section !== 'decision' && hasSteps) desk.goToSection(section);
    else if (section === 'decision') desk.goTo(desk.steps().some(({ place }) => place === 'weight') ? 'weight' : 'accept');
    else setChosen({ turn: desk.focus.get().turn, section });
  };
  return { shown, show };
}

function Steps({ shown, onShow }: { readonly shown: Section; readonly onShow: (section: Section) => void }) {
  const t = useTexts(pickupTexts);
  const { sections } = useTexts(counterTexts);
  const desk = useDesk();
  useForm((form) => form); // how far each is follows from it
  const steps = desk.steps();
  return (
    <ol className="pickup-steps" aria-label={t.steps}>
      {sectionsInOrder.map((section) => {
        const own = steps.filter((step) => step.section === section);
        const left = own.filter(({ done }) => !done).length;
        return (
          <li key={section} aria-current={section === shown ? 'step' : undefined}>
            <button type="button" onClick={() => onShow(section)}>
              <span>{sections[section]}</span>
              <small>{own.length === 0 ? '–' : left === 0 ? `✓ ${t.complete}` : t.left(left)}</small>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** What was declared is all: on to what it still lacks, or to the next section. */
function endContents(desk: Desk): void {
  desk.goToSection('decision'); // ends the declaration
  const steps = desk.steps();
  const own = steps.filter(({ section }) => section === 'contents');
  desk.goTo(own.find(({ done }) => !done)?.place ?? nextMissing(steps, own.at(-1)?.place ?? null));
}

function Onward({ shown, onShow }: { readonly shown: Section; readonly onShow: (section: Section) => void }) {
  const t = useTexts(pickupTexts);
  const desk = useDesk();
  const before = sectionsInOrder[sectionsInOrder.indexOf(shown) - 1];
  // As Enter at the counter.
  const next = (): void => {
    if (shown === 'contents' && declared(desk.form.get()).length > 0) return endContents(desk);
    const here = desk.here.get();
    const place = sectionAt(here) === shown ? here : desk.focus.get().place;
    if (place.startsWith('picture:')) takeForSlot(desk, place.slice('picture:'.length));
    else desk.enter(place);
  };
  return (
    <div className="pickup-onward">
      <Button disabled={before === undefined} onClick={() => before && onShow(before)}>
        {t.back}
      </Button>
      {shown !== 'decision' && (
        <Button kind="main" onClick={next}>
          {t.next}
        </Button>
      )}
    </div>
  );
}
