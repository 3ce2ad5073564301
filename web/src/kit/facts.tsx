// What is known of one thing: a name and its value, as many beside each other as fit.
import type { ReactNode } from 'react';

import './facts.css';

export type Fact = readonly [name: string, value: ReactNode];

export function Facts({ list }: { readonly list: readonly Fact[] }) {
  return (
    <dl className="facts">
      {list.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
