import { useState } from 'react';

import { Labelled, type FieldProps } from '../kit/field.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import './password-field.css';

/** A password that can be shown while it is typed: fourteen letters are hard to type blindly. */
export function PasswordField({ label, hint, error, id, ...input }: FieldProps) {
  const t = useTexts(shellTexts).signIn;
  const [shown, setShown] = useState(false);
  return (
    <Labelled id={id} label={label} error={error} {...(hint !== undefined && { hint })}>
      {(control) => (
        <div className="password">
          <input className="input" {...input} {...control} type={shown ? 'text' : 'password'} spellCheck={false} autoCapitalize="none" />
          <button
            type="button"
            className="button button-quiet"
            aria-label={t.showPassword}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? t.hide : t.show}
          </button>
        </div>
      )}
    </Labelled>
  );
}
