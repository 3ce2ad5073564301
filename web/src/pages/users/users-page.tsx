// The accounts of this enterprise, for who manages them: a forgotten password, a lost phone, someone who has left. Each act is an entry.
import { useEffect, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Failure } from '../../api/problem.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { usersTexts } from '../../i18n/users.ts';
import { Button } from '../../kit/button.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice, Verdict } from '../../kit/verdict.tsx';
import { UserDialog, type Act } from './user-dialog.tsx';
import './users-page.css';

type User = components['schemas']['Users']['users'][number];

export default function UsersPage() {
  const t = useTexts(usersTexts);
  const failureText = useFailureText();
  const { users, failure, anew } = useUsers();
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
      {failure && (
        <Notice tone="bad" alert>
          {failureText(failure)}
        </Notice>
      )}
      <div aria-busy={users === null}>
        {users && <Table caption={t.title} columns={columns} rows={users} keyOf={({ user }) => user} empty={t.none} />}
      </div>
      {doing && <UserDialog user={doing.user} act={doing.act} onDone={done} onClose={() => setDoing(null)} />}
    </div>
  );
}

function useUsers() {
  const [users, setUsers] = useState<readonly User[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    void ask(api.GET('/api/v1/users')).then((answer) => {
      if (gone) return;
      setFailure(answer.ok ? null : answer.failure);
      if (answer.ok) setUsers(answer.data.users);
    });
    return () => {
      gone = true;
    };
  }, [turn]);
  return { users, failure, anew: () => setTurn((before) => before + 1) };
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
