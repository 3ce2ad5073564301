// What stays beyond its term, and who answers for it: holds that wait for a second person, that are in force, and those that ended.
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Link } from 'wouter';

import { api, ask } from '../../api/client.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { holdsTexts } from '../../i18n/holds.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, dayText } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { groupsOf, wishOf, type Groups, type Hold } from './hold.ts';
import { ItemIds } from './hold-details.tsx';
import { ApproveDialog, EndDialog, RenewDialog, ShowDialog } from './hold-dialogs.tsx';
import { HoldTable, type HoldAct } from './hold-table.tsx';
import { retentionPath } from './paths.ts';
import { PlaceForm } from './place-form.tsx';
import './holds-page.css';

const askHolds = () => ask(api.GET('/api/v1/holds'));
const askRegister = () => ask(api.GET('/api/v1/register'));
const again_ms = 60_000; // others approve while the officer looks

/** What was done last, told until something else is. */
type Told = { readonly done: 'placed' | 'approved' | 'renewed' | 'ended'; readonly hold: Hold } | null;

export default function HoldsPage() {
  const t = useTexts(holdsTexts);
  const shell = useTexts(shellTexts);
  const now = useStore(session);
  const actor = now.state === 'in' ? now.actor : null;
  const mayManage = actor?.role === 'officer';
  const { data, failure, anew } = useAsked(askHolds);
  const { data: register } = useAsked(askRegister);
  const groups = useMemo(() => (data === null ? null : groupsOf(data.holds)), [data]);
  const [today] = useState(() => civilDayOf(new Date().toISOString()));
  const [placing, setPlacing] = useState(false);
  const [doing, setDoing] = useState<{ readonly hold: Hold; readonly act: HoldAct } | null>(null);
  const [told, setTold] = useState<Told>(null);
  useEffect(() => {
    const again = setInterval(anew, again_ms);
    return () => clearInterval(again);
  }, [anew]);

  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told !== null) said.current?.focus(); // what was pressed may be gone
  }, [told]);

  const tell = (done: NonNullable<Told>['done']) => (hold: Hold): void => {
    setDoing(null);
    setPlacing(false);
    setTold({ done, hold });
    anew();
  };
  const close = (): void => setDoing(null);
  const self = actor?.by ?? '';
  const yours = data?.holds.filter((hold) => wishOf(hold)?.second === self).length ?? 0;

  return (
    <div className="holds">
      <div className="holds-top">
        <h1>{t.title}</h1>
        <Link className="button button-plain" href={retentionPath}>
          {t.toRetention}
        </Link>
      </div>
      <p>{t.lead}</p>
      <div ref={said} role="status" tabIndex={-1}>
        {told && <ToldNotice told={told} />}
      </div>
      <FailureNotice failure={failure} />
      {failure !== null && (
        <p>
          <Button onClick={anew}>{shell.again}</Button>
        </p>
      )}
      {yours > 0 && <Notice tone="warn">{t.yours(yours)}</Notice>}
      {mayManage && !placing && data !== null && (
        <p>
          <Button kind="main" onClick={() => setPlacing(true)}>
            {t.place}
          </Button>
        </p>
      )}
      {placing && <PlaceForm register={register} today={today} onDone={tell('placed')} onClose={() => setPlacing(false)} />}
      <div className="hold-parts" aria-busy={data === null && failure === null}>
        {data === null && failure === null && <Skeleton rows={8} />}
        {groups && <AllHolds groups={groups} self={self} mayManage={mayManage} onAct={(hold, act) => setDoing({ hold, act })} />}
      </div>
      {doing?.act === 'show' && <ShowDialog hold={doing.hold} onClose={close} />}
      {doing?.act === 'approve' && <ApproveDialog hold={doing.hold} onDone={tell('approved')} onClose={close} />}
      {doing?.act === 'renew' && <RenewDialog hold={doing.hold} today={today} staff={register?.staff ?? null} onDone={tell('renewed')} onClose={close} />}
      {doing?.act === 'end' && <EndDialog hold={doing.hold} onDone={tell('ended')} onClose={close} />}
    </div>
  );
}

interface AllProps {
  readonly groups: Groups;
  readonly self: string;
  readonly mayManage: boolean;
  readonly onAct: (hold: Hold, act: HoldAct) => void;
}

function AllHolds({ groups: { waiting, force, selves, ended }, ...looks }: AllProps) {
  const t = useTexts(holdsTexts);
  return (
    <>
      {waiting.length > 0 && (
        <Group id="waiting" title={t.waiting}>
          <HoldTable caption={t.waiting} empty={t.forceNone} holds={waiting} {...looks} />
        </Group>
      )}
      <Group id="force" title={t.force}>
        <HoldTable caption={t.force} empty={t.forceNone} holds={force} {...looks} />
      </Group>
      <Group id="selves" title={t.selves}>
        <p className="field-hint">{t.selvesLead}</p>
        <HoldTable caption={t.selves} empty={t.selvesNone} holds={selves} {...looks} />
      </Group>
      <Group id="ended" title={t.ended}>
        <HoldTable caption={t.ended} empty={t.endedNone} holds={ended} {...looks} />
      </Group>
    </>
  );
}

function Group({ id, title, children }: { readonly id: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="hold-group" id={`holds-${id}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function ToldNotice({ told: { done, hold } }: { readonly told: NonNullable<Told> }) {
  const t = useTexts(holdsTexts);
  const { number, items, until, missing = [], days_gone = [] } = hold;
  const wish = wishOf(hold);
  switch (done) {
    case 'placed':
      return (
        <>
          <Notice tone="ok">
            {hold.camera === undefined ? t.placed(number, items) : t.placedFootage(number)} {wish !== null && t.placedWaits(wish.second, dayText(wish.approveBefore))}
          </Notice>
          {missing.length > 0 && (
            <Notice tone="warn">
              {t.missing(missing.length)}
              <ItemIds items={missing} label={t.missing(missing.length)} />
            </Notice>
          )}
          {days_gone.length > 0 && <Notice tone="warn">{t.daysGone(days_gone.map(dayText).join(', '))}</Notice>}
        </>
      );
    case 'approved':
      return <Notice tone="ok">{t.approved(number, dayText(until))}</Notice>;
    case 'renewed':
      return <Notice tone="ok">{wish !== null && t.renewed(number, dayText(wish.until), wish.second, dayText(until))}</Notice>;
    case 'ended':
      return <Notice tone="ok">{t.endDone(number)}</Notice>;
  }
}
