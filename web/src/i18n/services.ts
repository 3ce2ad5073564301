import { section } from './i18n.ts';

/** What an item may be sent under beside the ordinary service; each has series of records that the law wants for longer. */
export const serviceTexts = section(
  { administrative_procedure: 'Bưu chính phục vụ thủ tục hành chính', party_state: 'Bưu chính phục vụ cơ quan Đảng, Nhà nước (KT1)', standard: 'Dịch vụ thông thường' },
  { administrative_procedure: 'Post for administrative procedures', party_state: 'Service for the Party and the State (KT1)', standard: 'Ordinary service' },
);
