// A labelled input with its hint and its error, joined by aria-describedby. The error says what is wrong and how to mend it; the same words
// stand in the error summary of the form. `Field` is the plain case; `Labelled` frames any other control (select, combobox).
import { useId, type ComponentProps, type ReactNode, type Ref } from 'react';

import './field.css';

interface Frame {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** What goes to the right of the label: a key, "3 + 4 digits shown". */
  readonly aside?: ReactNode;
}

export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface LabelledProps extends Frame {
  readonly id?: string | undefined;
  readonly className?: string | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

export function Labelled({ label, hint, error, aside, id, className = '', children }: LabelledProps) {
  const made = useId();
  const control = id ?? made;
  const hasHint = hint !== undefined;
  const hasError = error !== undefined && error !== '';
  const describedBy = [hasError && `${control}-error`, hasHint && `${control}-hint`].filter(Boolean).join(' ');
  return (
    <div className={`field ${hasError ? 'field-wrong' : ''} ${className}`}>
      <div className="field-top">
        <label htmlFor={control}>{label}</label>
        {aside !== undefined && <span className="field-aside">{aside}</span>}
      </div>
      {children({ id: control, 'aria-describedby': describedBy || undefined, 'aria-invalid': hasError || undefined })}
      {hasError && (
        <p className="field-error" id={`${control}-error`}>
          {error}
        </p>
      )}
      {hasHint && (
        <p className="field-hint" id={`${control}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface FieldProps extends Frame, Omit<ComponentProps<'input'>, 'children'> {
  readonly ref?: Ref<HTMLInputElement>;
}

export function Field({ label, hint, error, aside, id, className, ...input }: FieldProps) {
  const frame = { label, error, id, className, ...(hint !== undefined && { hint }), ...(aside !== undefined && { aside }) };
  return <Labelled {...frame}>{(control) => <input className="input" {...input} {...control} />}</Labelled>;
}
