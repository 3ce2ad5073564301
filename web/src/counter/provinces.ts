// The provinces as in force from 30 April 2026: 7 cities, 27 provinces (src/base/provinces.cpp; a test compares the two). The
// three-digit codes are those of the provinces before 1 July 2025, which a citizen number keeps for life.

export interface Province {
  code: string;
  vi: string;
  en: string;
  citizenPrefixes: readonly string[];
}

export const provinces: readonly Province[] = [
  { code: '01', vi: 'Hà Nội', en: 'Ha Noi', citizenPrefixes: ['001'] },
  { code: '04', vi: 'Cao Bằng', en: 'Cao Bang', citizenPrefixes: ['004'] },
  { code: '08', vi: 'Tuyên Quang', en: 'Tuyen Quang', citizenPrefixes: ['002', '008'] },
  { code: '11', vi: 'Điện Biên', en: 'Dien Bien', citizenPrefixes: ['011'] },
  { code: '12', vi: 'Lai Châu', en: 'Lai Chau', citizenPrefixes: ['012'] },
  { code: '14', vi: 'Sơn La', en: 'Son La', citizenPrefixes: ['014'] },
  { code: '15', vi: 'Lào Cai', en: 'Lao Cai', citizenPrefixes: ['010', '015'] },
  { code: '19', vi: 'Thái Nguyên', en: 'Thai Nguyen', citizenPrefixes: ['006', '019'] },
  { code: '20', vi: 'Lạng Sơn', en: 'Lang Son', citizenPrefixes: ['020'] },
  { code: '22', vi: 'Quảng Ninh', en: 'Quang Ninh', citizenPrefixes: ['022'] },
  { code: '24', vi: 'Bắc Ninh', en: 'Bac Ninh', citizenPrefixes: ['024', '027'] },
  { code: '25', vi: 'Phú Thọ', en: 'Phu Tho', citizenPrefixes: ['017', '025', '026'] },
  { code: '31', vi: 'Hải Phòng', en: 'Hai Phong', citizenPrefixes: ['030', '031'] },
  { code: '33', vi: 'Hưng Yên', en: 'Hung Yen', citizenPrefixes: ['033', '034'] },
  { code: '37', vi: 'Ninh Bình', en: 'Ninh Binh', citizenPrefixes: ['035', '036', '037'] },
  { code: '38', vi: 'Thanh Hóa', en: 'Thanh Hoa', citizenPrefixes: ['038'] },
  { code: '40', vi: 'Nghệ An', en: 'Nghe An', citizenPrefixes: ['040'] },
  { code: '42', vi: 'Hà Tĩnh', en: 'Ha Tinh', citizenPrefixes: ['042'] },
  { code: '44', vi: 'Quảng Trị', en: 'Quang Tri', citizenPrefixes: ['044', '045'] },
  { code: '46', vi: 'Huế', en: 'Hue', citizenPrefixes: ['046'] },
  { code: '48', vi: 'Đà Nẵng', en: 'Da Nang', citizenPrefixes: ['048', '049'] },
  { code: '51', vi: 'Quảng Ngãi', en: 'Quang Ngai', citizenPrefixes: ['051', '062'] },
  { code: '52', vi: 'Gia Lai', en: 'Gia Lai', citizenPrefixes: ['052', '064'] },
  { code: '56', vi: 'Khánh Hòa', en: 'Khanh Hoa', citizenPrefixes: ['056', '058'] },
  { code: '66', vi: 'Đắk Lắk', en: 'Dak Lak', citizenPrefixes: ['054', '066'] },
  { code: '68', vi: 'Lâm Đồng', en: 'Lam Dong', citizenPrefixes: ['060', '067', '068'] },
  { code: '75', vi: 'Đồng Nai', en: 'Dong Nai', citizenPrefixes: ['070', '075'] },
  { code: '79', vi: 'Hồ Chí Minh', en: 'Ho Chi Minh', citizenPrefixes: ['074', '077', '079'] },
  { code: '80', vi: 'Tây Ninh', en: 'Tay Ninh', citizenPrefixes: ['072', '080'] },
  { code: '82', vi: 'Đồng Tháp', en: 'Dong Thap', citizenPrefixes: ['082', '087'] },
  { code: '86', vi: 'Vĩnh Long', en: 'Vinh Long', citizenPrefixes: ['083', '084', '086'] },
  { code: '91', vi: 'An Giang', en: 'An Giang', citizenPrefixes: ['089', '091'] },
  { code: '92', vi: 'Cần Thơ', en: 'Can Tho', citizenPrefixes: ['092', '093', '094'] },
  { code: '96', vi: 'Cà Mau', en: 'Ca Mau', citizenPrefixes: ['095', '096'] },
];

export function provinceOf(code: string): Province | undefined {
  return provinces.find((province) => province.code === code);
}

export function provinceOfCitizenPrefix(prefix: string): Province | undefined {
  return provinces.find((province) => province.citizenPrefixes.includes(prefix));
}
