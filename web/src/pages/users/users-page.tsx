// The accounts of this enterprise, for who manages them: a forgotten password, a lost phone, someone who has left. Each act is an entry.
import { useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { usersTexts } from '../../i18n/users.ts';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import { UserDialog, type Act } from './user-dialog.tsx';
import './users-page.css';

type User = components['schemas']['Users']['users'][number];

const askUsers = () => ask(api.GET('/api/v1/users'));

export default function UsersPage() {
  const t = useTexts(usersTexts);
  const { data, failure, anew } = useAsked(askUsers);
  const [doing, setDoing] = useState<{ readonly user: string; readonly act: Act } | null>(null);
  const columns = useColumns((user, act) => setDoing({ user, act }));
  const done = (): void => {
    setDoing(null);
    anew();
  };
  return (
    <div className="users">
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <FailureNotice failure={failure} />
      <div aria-busy={data === null}>
        {data && <Table caption={t.title} columns={columns} rows={data.users} keyOf={({ user }) => user} empty={t.none} />}
      </div>
      {doing && <UserDialog user={doing.user} act={doing.act} onDone={done} onClose={() => setDoing(null)} />}
    </div>
  );
}

function useColumns(onAct: (user: string, act: Act) => void): Column<User>[] {
  const t = useTexts(usersTexts);
  const roles: Partial<Record<string, string>> = useTexts(shellTexts).roles;
  const now = useStore(session);
  const self = now.state === 'in' ? now.actor.user : '';
  const button = (user: string, act: Act) => (
    <Button kind="quiet" className="small" onClick={() => onAct(user, act)} aria-label={`${t.acts[act]}: ${user}`}>
      {t.acts[act]}
    </Button>
  );
  return [
    { key: 'user', title: t.user, cell: ({ user }) => <span translate="no">{user}</span> },
    { key: 'role', title: t.role, cell: ({ role }) => roles[role] ?? role },
    { key: 'by', title: t.staff, cell: ({ by }) => <span translate="no">{by}</span> },
    { key: 'site', title: t.site, cell: ({ site }) => site ?? t.everySite },
    { key: 'totp', title: t.secondStep, cell: ({ totp }) => (totp ? <Verdict tone="ok">{t.on}</Verdict> : t.off) },
    {
      key: 'acts',
      title: t.do,
      cell: ({ user, disabled, totp }) =>
        disabled ? (
          <Verdict tone="unsure">{t.disabled}</Verdict>
        ) : (
          user !== self && (
            <span className="users-acts">
              {button(user, 'password')}
              {totp && button(user, 'totp')}
              {button(user, 'disable')}
            </span>
          )
        ),
    },
  ];
}
