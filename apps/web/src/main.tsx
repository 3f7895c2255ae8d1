import './look/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { LanguageProvider, languageWanted, messagesOf, tagOf } from './language/language.js';
import { startAppearance } from './look/appearance.js';
import { session } from './session/session.js';

startAppearance();
const language = languageWanted();
document.documentElement.lang = tagOf(language);
const [messages] = await Promise.all([messagesOf(language), session.start()]);
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <LanguageProvider first={language} messages={messages}>
      <App />
    </LanguageProvider>
  </StrictMode>,
);
