import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useForm } from './desk-context.ts';
import { Pictures } from './pictures.tsx';
import { PlaceButton } from './place-button.tsx';
import { useRules } from './rules-context.ts';
import { Signature } from './signature.tsx';

export default function Inspection() {
  const t = useTexts(counterTexts);
  const type = useForm((form) => form.type);
  const confirmed = useForm((form) => form.clerkConfirms);
  const rule = useRules().item_types.find((each) => each.type === type);
  if (rule?.joint_inspection !== true) return null;
  return (
    <section className="card desk-card" aria-labelledby="desk-inspection">
      <header className="desk-head">
        <h2 id="desk-inspection">{t.sections.inspection}</h2>
      </header>
      <Pictures />
      {rule.confirmations && (
        <>
          <Signature />
          <PlaceButton place="clerk" done={confirmed}>
            {confirmed ? t.inspection.clerkDone : t.inspection.clerk}
          </PlaceButton>
        </>
      )}
    </section>
  );
}
