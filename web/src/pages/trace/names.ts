// The purposes of rules/purposes.toml in the language that is spoken, and the register's names of sites and persons.
import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { useAsked } from '../../api/use-asked.ts';
import { useStore } from '../../app/store.ts';
import { language } from '../../i18n/i18n.ts';

const askPurposes = () => ask(api.GET('/api/v1/purposes'));
const askRegister = () => ask(api.GET('/api/v1/register'));

export interface Purpose {
  readonly code: string;
  readonly words: string;
}

export function usePurposes(): readonly Purpose[] {
  const spoken = useStore(language);
  const { data } = useAsked(askPurposes);
  return (data?.purposes ?? []).map((each) => ({ code: each.code, words: each[spoken] }));
}

type Register = components['schemas']['Register'];

export interface Names {
  readonly site: (code: string) => string;
  /** A staff number with the office of who bears it. */
  readonly staff: (number: string) => string | null;
}

export function useNames(): Names {
  const { data } = useAsked(askRegister);
  return {
    site: (code) => data?.sites.find((each) => each.code === code)?.name ?? code,
    staff: (number) => titleOf(data?.staff ?? [], number),
  };
}

const titleOf = (staff: Register['staff'], number: string): string | null => staff.find((each) => each.number === number)?.role_title ?? null;
