import { sectionApart } from './i18n.ts';
import { vi } from './shell.vi.ts';

export const shellTexts = await sectionApart(vi, () => import('./shell.en.ts'));
