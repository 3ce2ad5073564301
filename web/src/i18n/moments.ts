// Times with their seconds, where it matters which came first. Apart from formats.ts, which the counter loads before its first key.
import { language } from './i18n.ts';

const locale = { vi: 'vi-VN', en: 'en-GB' } as const;

/** 24/11/2026, 08:12:04 */
export const fullMoment = (at: Date): string =>
  new Intl.DateTimeFormat(locale[language.get()], {
    timeZone: 'Asia/Ho_Chi_Minh',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at);
