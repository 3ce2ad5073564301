import { lazy, Suspense, useCallback, useEffect, useState } from 'react';

import type { PhoneLink } from '../../counter/phone-link.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { inspectionTexts } from '../../i18n/inspection.ts';
import { phoneLinkTexts } from '../../i18n/phone-link.ts';
import { Button } from '../../kit/button.tsx';
import { useDesk, useForm } from './desk-context.ts';
import { Pictures } from './pictures.tsx';
import { PlaceButton } from './place-button.tsx';
import { useRules } from './rules-context.ts';
import { Signature } from './signature.tsx';

// Loaded when a phone is wanted.
const PhonePanel = lazy(() => import('./phone-panel.tsx'));

export default function Inspection() {
  const t = useTexts(inspectionTexts);
  const { sections } = useTexts(counterTexts);
  const p = useTexts(phoneLinkTexts);
  const type = useForm((form) => form.type);
  const confirmed = useForm((form) => form.clerkConfirms);
  const phone = usePhone();
  const rule = useRules().item_types.find((each) => each.type === type);
  if (rule?.joint_inspection !== true) return null;
  return (
    <section className="card desk-card" aria-labelledby="desk-inspection">
      <header className="desk-head">
        <h2 id="desk-inspection">{sections.inspection}</h2>
        {phone.link === null && (
          <Button kind="quiet" className="small" onClick={phone.begin}>
            {p.use}
          </Button>
        )}
      </header>
      {phone.unloaded && <p role="alert">{p.unloaded}</p>}
      {phone.link !== null && (
        <Suspense>
          <PhonePanel link={phone.link} onAnew={phone.begin} onEnd={phone.end} />
        </Suspense>
      )}
      <Pictures />
      {rule.confirmations && (
        <>
          <Signature />
          <PlaceButton place="clerk" done={confirmed}>
            {confirmed ? t.clerkDone : t.clerk}
          </PlaceButton>
        </>
      )}
    </section>
  );
}

/** The phone of the item in hand; its line ends with the item, and when the page is left. */
function usePhone() {
  const desk = useDesk();
  const [link, setLink] = useState<PhoneLink | null>(null);
  const [unloaded, setUnloaded] = useState(false);
  useEffect(() => () => link?.end(), [link]);
  const begin = useCallback(() => {
    setUnloaded(false);
    void Promise.all([import('../../counter/phone-link.ts'), import('./phone-panel.tsx')]).then(
      ([{ PhoneLink: Link }]) => setLink(new Link(desk)),
      () => setUnloaded(true),
    );
  }, [desk]);
  const end = useCallback(() => setLink(null), []);
  return { link, unloaded, begin, end };
}
