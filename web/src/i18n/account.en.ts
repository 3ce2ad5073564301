import type { vi } from './account.vi.ts';
import type { Same } from './i18n.ts';

export const en = {
  who: 'You are',
  user: 'User name',
  role: 'Role',
  staff: 'Staff number',
  site: 'Site',
  everySite: 'All sites',
  sessionUntil: 'Session ends at',
  totpTitle: 'Two-step sign-in',
  totpWhy: 'Adds a 6-digit code that changes every 30 seconds, so that a password that got out lets nobody in.',
  totpStart: 'Set up',
  totpScan: 'Scan this code with the authenticator app on your phone.',
  totpQr: 'QR code to set up two-step sign-in',
  totpTyped: 'Cannot scan? Type this key into the app',
  totpCode: 'The 6-digit code that the app shows',
  totpConfirm: 'Turn two-step sign-in on',
  totpDone: 'It is on. From the next sign-in you will need the 6-digit code as well.',
  passwordTitle: 'Change the password',
  passwordNew: 'New password',
  passwordHint: 'At least 14 characters; a sentence you remember is best. You may paste it from a password manager.',
  passwordShort: (have: number) => `The password needs at least 14 characters; there are ${have}.`,
  passwordAgain: 'New password again',
  passwordDiffers: 'The two are not the same. Type this one again.',
  passwordGo: 'Change the password',
  passwordEnds: 'After the change you sign in again on every machine.',
} satisfies Same<typeof vi>;
