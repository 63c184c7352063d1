import { render } from 'preact';
import { App } from './app';
import { Conversation } from './conversation/conversation';
import { chooseLanguage, setLanguage, t } from './i18n';
import { Box } from './ui/box';
import { Clock } from './ui/clock';
import { paint } from './ui/colour';
import { Host } from './ui/host';
import './ui/base.css';
import './ui/card.css';
import './conversation/frame.css';
import './conversation/thread.css';
import './conversation/composer.css';
import './commitment/commitment.css';
import './complaint/question.css';
import './complaint/options.css';
import './complaint/rating.css';
import './complaint/own.css';

const query = new URLSearchParams(location.search);
const shop = query.get('shop') ?? '';
await setLanguage(chooseLanguage(query.get('lang'), navigator.language));
document.title = t('app.title');
paint(query.get('color'));

const box = new Box(`anxin:${shop}:`);
const conversation = new Conversation(shop, box, new Clock());
const host = new Host(query.get('host') ?? '');

render(<App conversation={conversation} host={host} box={box} shop={shop} />, document.getElementById('root')!);
