import { render } from 'preact';
import { addTaskWords, chooseLanguage, setLanguage, t } from '../i18n';
import { Clock } from '../ui/clock';
import { Desk } from './desk';
import { Page } from './page';
import '../ui/base.css';
import '../ui/card.css';
import '../complaint/question.css';
import '../progress/progress.css';
import './task.css';

await setLanguage(chooseLanguage(new URLSearchParams(location.search).get('lang'), navigator.language));
await addTaskWords();
document.title = t('task.page');

const desk = new Desk(new Clock());
// The token stands behind the #, where no server and no log ever sees it.
const read = () => desk.open(decodeURIComponent(location.hash.slice(1)));
addEventListener('hashchange', read);
document.addEventListener('visibilitychange', () => document.hidden || void desk.look());
read();

render(<Page desk={desk} />, document.getElementById('root')!);
