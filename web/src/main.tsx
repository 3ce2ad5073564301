import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import './tokens.css';
import './fonts.css';
import './base.css';
import { App } from './app/app.tsx';
import { resume } from './app/session.ts';
import { registerServiceWorker } from './app/update.ts';
import { language } from './i18n/i18n.ts';

document.documentElement.lang = language.get();
const root = document.getElementById('app');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
void resume();
registerServiceWorker();
