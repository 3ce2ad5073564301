import { useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { Answer } from '../../api/problem.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { usersTexts } from '../../i18n/users.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { madePassword } from './made-password.ts';

export type Act = 'password' | 'totp' | 'disable';

interface Props {
  readonly user: string;
  readonly act: Act;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function UserDialog({ user, act, onDone, onClose }: Props) {
  const t = useTexts(usersTexts);
  const [password, setPassword] = useState(madePassword);
  const path = { params: { path: { user } } };
  const calls: Record<Act, () => Promise<Answer<unknown>>> = {
    password: () => ask(api.PUT('/api/v1/users/{user}/password', { ...path, body: { password } })),
    totp: () => ask(api.DELETE('/api/v1/users/{user}/totp', path)),
    disable: () => ask(api.POST('/api/v1/users/{user}/disablings', path)),
  };
  return (
    <ActDialog title={t.titles[act](user)} lead={t.leads[act]} confirm={t.acts[act]} danger={act !== 'password'} act={calls[act]} onDone={onDone} onClose={onClose}>
      {act === 'password' && (
        <Field
          label={t.newPassword}
          hint={t.newPasswordHint}
          name="new-password"
          value={password}
          autoComplete="off"
          spellCheck={false}
          autoCapitalize="none"
          maxLength={256}
          onChange={({ target }) => setPassword(target.value)}
        />
      )}
    </ActDialog>
  );
}
