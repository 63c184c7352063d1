import { render } from 'preact';
import { addGivingWords, chooseLanguage, setLanguage, t } from '../i18n';
import { Clock } from '../ui/clock';
import { Basket } from './basket';
import { Page } from './page';
import '../ui/base.css';
import '../ui/card.css';
import '../progress/progress.css';
import './giving.css';

await setLanguage(chooseLanguage(new URLSearchParams(location.search).get('lang'), navigator.language));
await addGivingWords();
document.title = t('giving.page');

const basket = new Basket(new Clock());
// The token stands behind the #, where no server and no log ever sees it.
const read = () => basket.open(decodeURIComponent(location.hash.slice(1)));
addEventListener('hashchange', read);
addEventListener('beforeunload', (event) => basket.busy && event.preventDefault());
document.addEventListener('visibilitychange', () => document.hidden || void basket.look());
read();

render(<Page basket={basket} />, document.getElementById('root')!);
