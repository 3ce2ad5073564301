// What a failure is called in front of people. The server sends each problem with its own words in both languages; here stand those that
// this app can say better because it knows where the person is. A code that neither knows is shown for the help desk.
import type { Failure } from '../api/problem.ts';
import { language, section, useTexts } from './i18n.ts';

const codes = section<Partial<Record<string, string>>>(
  {
    sign_in_refused: 'Tên hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khóa. Gõ lại; sai nhiều lần thì đợi vài phút.',
    too_often: 'Thử quá nhiều lần. Đợi một phút rồi thử lại.',
    not_signed_in: 'Phiên làm việc đã hết. Đăng nhập lại để làm tiếp.',
    not_allowed: 'Vai trò của bạn không được làm việc này. Nhờ người phụ trách nếu cần.',
    busy: 'Máy chủ đang bận. Thử lại sau vài giây.',
    unavailable: 'Máy chủ chưa phục vụ được. Thử lại sau vài giây.',
  },
  {
    sign_in_refused: 'The name or the password is wrong, or the account is locked for a while. Type them again; after many tries wait some minutes.',
    too_often: 'Too many tries. Wait a minute and try again.',
    not_signed_in: 'The session is over. Sign in again to go on.',
    not_allowed: 'Your role may not do this. Ask the person in charge if it is needed.',
    busy: 'The server is busy. Try again in a few seconds.',
    unavailable: 'The server cannot serve right now. Try again in a few seconds.',
  },
);

const frames = section(
  {
    unreached: 'Không liên lạc được với máy chủ. Kiểm tra mạng rồi thử lại.',
    unknown: 'Máy chủ báo lỗi mà trang này chưa biết.',
    forHelp: (code: string, request: string) => `Báo bộ phận hỗ trợ: mã ${code}${request === '' ? '' : `, yêu cầu ${request}`}.`,
  },
  {
    unreached: 'The server cannot be reached. Check the network and try again.',
    unknown: 'The server reports an error that this page does not know.',
    forHelp: (code: string, request: string) => `For the help desk: code ${code}${request === '' ? '' : `, request ${request}`}.`,
  },
);

export function failureText(failure: Failure): string {
  const t = frames[language.get()];
  if (failure.kind === 'unreached') return t.unreached;
  const known = codes[language.get()][failure.code];
  if (known !== undefined) return known;
  return `${failure.title || t.unknown} ${t.forHelp(failure.code, failure.request)}`;
}

/** The same, anew when the language changes. */
export function useFailureText(): (failure: Failure) => string {
  useTexts(frames);
  return failureText;
}
