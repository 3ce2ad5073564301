// The sender's declaration beforehand, /khai-truoc, for the door of the public.
import { publicPage } from './build/public-page.ts';

export default publicPage({ name: 'khai-truoc', input: 'src/declare/main.ts', first: true });
