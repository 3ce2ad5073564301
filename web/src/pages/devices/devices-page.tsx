// The machines that may accept without a network, for who answers for them: which numbers of each have not come, and the machine that is
// no longer to be trusted. What is missing stands first.
import { useEffect, useMemo, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { devicesTexts } from '../../i18n/devices.ts';
import { moment, number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice, Verdict } from '../../kit/verdict.tsx';
import { countOf, rangesText } from './gaps.ts';
import './devices-page.css';

type Device = components['schemas']['Devices']['devices'][number];

const askDevices = () => ask(api.GET('/api/v1/devices'));
const again_ms = 60_000; // items come in while the officer looks

export default function DevicesPage() {
  const t = useTexts(devicesTexts);
  const { data, failure, anew } = useAsked(askDevices);
  const devices = useMemo(() => data?.devices.toSorted(byUrgency) ?? null, [data]);
  useEffect(() => {
    const again = setInterval(anew, again_ms);
    return () => clearInterval(again);
  }, [anew]);
  const [revoking, setRevoking] = useState<Device | null>(null);
  const columns = useColumns(setRevoking);
  const lacking = devices?.filter(({ missing }) => missing.length > 0).length ?? 0;
  const done = (): void => {
    setRevoking(null);
    anew();
  };
  return (
    <div className="devices">
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <FailureNotice failure={failure} />
      <div aria-busy={devices === null}>
        {devices && devices.length > 0 && <Notice tone={lacking > 0 ? 'warn' : 'ok'}>{lacking > 0 ? t.gaps(lacking) : t.noGaps}</Notice>}
        {devices && <Table caption={t.title} columns={columns} rows={devices} keyOf={({ id }) => id} empty={t.none} />}
      </div>
      {revoking && (
        <ActDialog
          title={t.revokeTitle(revoking.counter)}
          lead={t.revokeLead}
          confirm={t.revoke}
          danger
          act={() => ask(api.DELETE('/api/v1/devices/{id}', { params: { path: { id: revoking.id } } }))}
          onDone={done}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}

/** Those that lack the most first, then the newest. */
const byUrgency = (one: Device, other: Device): number => countOf(other.missing) - countOf(one.missing) || other.enrolled_at.localeCompare(one.enrolled_at);

function useColumns(onRevoke: (device: Device) => void): Column<Device>[] {
  const t = useTexts(devicesTexts);
  const now = useStore(session);
  const mayRevoke = now.state === 'in' && ['officer', 'administrator'].includes(now.actor.role);
  const columns: Column<Device>[] = [
    { key: 'counter', title: t.counter, cell: ({ counter }) => <span translate="no">{counter}</span> },
    { key: 'machine', title: t.machine, cell: ({ id }) => <code translate="no">{id.slice(-6)}</code> },
    {
      key: 'missing',
      title: t.missing,
      cell: ({ missing }) =>
        missing.length === 0 ? <Verdict tone="ok">{t.complete}</Verdict> : <Verdict tone="warn">{t.numbers(rangesText(missing), number(countOf(missing)))}</Verdict>,
    },
    { key: 'sent', title: t.sent, figures: true, cell: ({ last_sequence }) => (last_sequence === 0 ? t.nothingYet : number(last_sequence)) },
    { key: 'since', title: t.since, cell: ({ enrolled_at }) => moment(new Date(enrolled_at)) },
  ];
  if (!mayRevoke) return columns;
  return [
    ...columns,
    {
      key: 'do',
      title: t.do,
      cell: (device) =>
        device.revoked_at === undefined ? (
          <Button kind="quiet" className="small" onClick={() => onRevoke(device)} aria-label={`${t.revoke}: ${device.counter}, ${device.id.slice(-6)}`}>
            {t.revoke}
          </Button>
        ) : (
          <Verdict tone="unsure">{t.revoked(moment(new Date(device.revoked_at)))}</Verdict>
        ),
    },
  ];
}
