// The PIN's form, where its chunk is there: this is asked for just when nothing else can be.
import { lazy, type ComponentType } from 'react';

interface Props {
  readonly user?: string;
}

const nothing: { readonly default: ComponentType<Props> } = { default: () => null };

export const loadPinForm = (): Promise<{ readonly default: ComponentType<Props> }> => import('./pin-form.tsx').catch(() => nothing);

export const PinForm = lazy(loadPinForm);
