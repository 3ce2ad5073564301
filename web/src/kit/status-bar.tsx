// The line at the foot of a keyboard page: what happened last, said aloud, and which keys do what now.
import './status-bar.css';

export interface KeyHint {
  readonly keys: string;
  readonly does: string;
}

export function StatusBar({ message, hints }: { readonly message: string; readonly hints: readonly KeyHint[] }) {
  return (
    <div className="status-bar">
      <p className="status-bar-message" role="status">
        {message}
      </p>
      <ul>
        {hints.map(({ keys, does }) => (
          <li key={keys}>
            <kbd>{keys}</kbd> {does}
          </li>
        ))}
      </ul>
    </div>
  );
}
