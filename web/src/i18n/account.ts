import { sectionApart } from './i18n.ts';
import { vi } from './account.vi.ts';

export const accountTexts = await sectionApart(vi, () => import('./account.en.ts'));
