import { render } from 'preact';
import { addCaseWords, chooseLanguage, setLanguage, t } from '../i18n';
import { Clock } from '../ui/clock';
import { Page } from './page';
import { Tracker } from './tracker';
import '../ui/base.css';
import '../ui/card.css';
import '../commitment/commitment.css';
import '../complaint/question.css';
import '../complaint/options.css';
import '../complaint/rating.css';
import '../complaint/own.css';
import './progress.css';

await setLanguage(chooseLanguage(new URLSearchParams(location.search).get('lang'), navigator.language));
await addCaseWords();
document.title = t('progress.title');

const tracker = new Tracker(new Clock());
// The token stands behind the #, where no server and no log ever sees it.
const read = () => tracker.open(decodeURIComponent(location.hash.slice(1)));
addEventListener('hashchange', read);
document.addEventListener('visibilitychange', () => document.hidden || void tracker.look());
read();

render(<Page tracker={tracker} />, document.getElementById('root')!);
