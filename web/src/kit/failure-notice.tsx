import type { Failure } from '../api/problem.ts';
import { useFailureText } from '../i18n/problems.ts';
import { Notice } from './verdict.tsx';

/** Why a call gave nothing, in words; nothing where there is no failure. */
export function FailureNotice({ failure }: { readonly failure: Failure | null }) {
  const words = useFailureText();
  return (
    failure && (
      <Notice tone="bad" alert>
        {words(failure)}
      </Notice>
    )
  );
}
