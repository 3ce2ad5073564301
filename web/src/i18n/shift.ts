import { sectionApart } from './i18n.ts';
import { vi } from './shift.vi.ts';

export const shiftTexts = await sectionApart(vi, () => import('./shift.en.ts'));
