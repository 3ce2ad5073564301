// Texts in two languages. Vietnamese is the source; English must have the same keys and the same parameters, or it does not compile:
//
//     export const vi = { title: 'Đăng nhập', missing: (n: number) => `Còn thiếu ${n} ảnh` };
//     export const en = { title: 'Sign in', missing: (n: number) => `${n} pictures missing` } satisfies Same<typeof vi>;
//     export const signInTexts = section(vi, en);
//     const t = useTexts(signInTexts);   // t.title, t.missing(2)
//
// `sectionApart` keeps the English of a large section in a chunk of its own, which is fetched with the page only where English is spoken:
//
//     export const counterTexts = await sectionApart(vi, () => import('./counter.en.ts'));
//
// A section belongs to a page and is loaded with it, so that no page pays for another's words. Every literal that people read lives in
// this folder (test/unit/literals.test.ts looks for strays). Numbers, dates and money come from Intl, in formats.ts.
import { store, useStore } from '../app/store.ts';

export type Language = 'vi' | 'en';

export type Same<T> = T extends (...given: infer Given) => string
  ? (...given: Given) => string
  : T extends string
    ? string
    : { readonly [Key in keyof T]: Same<T[Key]> };

export interface Section<T> {
  readonly vi: Same<T>;
  en: Same<T>;
}

export const section = <T>(vi: T, en: Same<T>): Section<T> => ({ vi: vi as Same<T>, en });

const key = 'buuan.language';

function remembered(): Language {
  try {
    return localStorage.getItem(key) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi'; // storage may be forbidden; Vietnamese is the first language
  }
}

export const language = store<Language>(remembered());

// The English that nobody has needed yet.
const apart = new Set<() => Promise<void>>();

export async function sectionApart<T>(vi: T, english: () => Promise<{ readonly en: Same<T> }>): Promise<Section<T>> {
  const made: Section<T> = { vi: vi as Same<T>, en: vi as Same<T> }; // Vietnamese is better than nothing
  const load = async (): Promise<void> => {
    apart.delete(load);
    try {
      made.en = (await english()).en;
    } catch {
      apart.add(load); // no network: again with the next wish
    }
  };
  apart.add(load);
  if (language.get() === 'en') await load();
  return made;
}

export async function speak(wanted: Language): Promise<void> {
  if (wanted === 'en') await Promise.all([...apart].map((load) => load()));
  language.set(wanted);
  document.documentElement.lang = wanted;
  try {
    localStorage.setItem(key, wanted);
  } catch {
    // then it holds until the page is left
  }
}

export const textsOf = <T>(texts: Section<T>): Same<T> => texts[language.get()];

export const useTexts = <T>(texts: Section<T>): Same<T> => texts[useStore(language)];
