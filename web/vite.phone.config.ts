// The other page of the public's door that is a script's: /dien-thoai, the phone beside a counter. Built by itself, as that of /khai-truoc
// is, and into the same folder (vite.public.config.ts).
import { publicPage } from './build/public-page.ts';

export default publicPage({ name: 'dien-thoai', input: 'src/phone/main.ts', first: false });
