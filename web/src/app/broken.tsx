// Catches what a page throws, so that the top bar and everything saved stay. The code shown names the kind of error only: messages may
// quote what was typed.
import { Component, type ReactNode } from 'react';

import { Button } from '../kit/button.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';

interface State {
  readonly code: string | null;
}

export class Broken extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { code: null };

  static getDerivedStateFromError(thrown: unknown): State {
    return { code: thrown instanceof Error ? thrown.name : typeof thrown };
  }

  override render(): ReactNode {
    return this.state.code === null ? this.props.children : <BrokenNotice code={this.state.code} />;
  }
}

function BrokenNotice({ code }: { readonly code: string }) {
  const t = useTexts(shellTexts);
  return (
    <section className="card" role="alert">
      <h1>{t.states.brokenTitle}</h1>
      <p>{t.states.broken}</p>
      <p>
        <code>{code}</code>
      </p>
      <div>
        <Button kind="main" onClick={() => location.reload()}>
          {t.reload}
        </Button>
      </div>
    </section>
  );
}
