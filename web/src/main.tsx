import { createRoot } from 'react-dom/client';
import { listen } from './api/client';
import { App } from './app/app';
import { leave } from './app/leave';
import { giveNonce } from './app/nonce';
import { ready } from './i18n';
import { follow } from './ui/clock';
import './ui/ui.css';
import './app/app.css';
import './app/narrow.css';

giveNonce();
listen({ signedOut: leave, clock: follow });
const show = () => createRoot(document.getElementById('root')!).render(<App />);
ready().then(show, show); // in Chinese rather than not at all
