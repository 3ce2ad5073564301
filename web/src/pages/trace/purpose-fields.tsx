// For what somebody looks: a purpose of the rules, and a note. Asked once: what was said for the search is proposed for what it found.
import { useTexts } from '../../i18n/i18n.ts';
import { traceTexts } from '../../i18n/trace.ts';
import { Field, Labelled } from '../../kit/field.tsx';
import { usePurposes } from './names.ts';

interface Props {
  readonly prefix: string;
  readonly purpose: string;
  readonly note: string;
  readonly wrong?: string | undefined;
  readonly onPurpose: (code: string) => void;
  readonly onNote: (note: string) => void;
}

export function PurposeFields({ prefix, purpose, note, wrong, onPurpose, onNote }: Props) {
  const t = useTexts(traceTexts);
  const purposes = usePurposes();
  return (
    <>
      <Labelled id={`${prefix}-purpose`} label={t.purpose} error={wrong}>
        {(control) => (
          <select {...control} className="input" value={purpose} onChange={({ target }) => onPurpose(target.value)}>
            <option value="">{t.purposeChoose}</option>
            {purposes.map(({ code, words }) => (
              <option key={code} value={code}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Field id={`${prefix}-note`} label={t.note} hint={t.noteHint} value={note} maxLength={300} autoComplete="off" onChange={({ target }) => onNote(target.value)} />
    </>
  );
}
