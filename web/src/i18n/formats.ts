// Numbers, money and times as people of the chosen language write them; the civil time is Viet Nam's wherever the machine thinks it is.
import { language, type Language } from './i18n.ts';

const locale = { vi: 'vi-VN', en: 'en-GB' } as const satisfies Record<Language, string>;
const zone = 'Asia/Ho_Chi_Minh';

export const number = (value: number): string => new Intl.NumberFormat(locale[language.get()]).format(value);

export const clock = (at: Date): string =>
  new Intl.DateTimeFormat(locale[language.get()], { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);

export const day = (at: Date): string =>
  new Intl.DateTimeFormat(locale[language.get()], { timeZone: zone, day: '2-digit', month: '2-digit', year: 'numeric' }).format(at);

/** Day and time, as on a receipt. */
export const moment = (at: Date): string =>
  new Intl.DateTimeFormat(locale[language.get()], {
    timeZone: zone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);

/** 600.000 đ */
export const money = (dong: number): string => `${number(dong)} đ`;
