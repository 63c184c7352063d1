import { useState } from 'preact/hooks';
import type { Options } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { Icon } from '../ui/icons';
import { Question, useAnswer, Why } from './question';

interface Props {
  options: Options;
  /** What is said once something was chosen. */
  chosen: Key;
  /** Chooses an option; 0 says that none is right. */
  answer(n: number, words: string): Promise<void>;
}

/** What the shop offers: one tap chooses. */
export function OptionsChoice({ options, chosen, answer }: Props) {
  const { busy, error, send } = useAnswer();
  const [asking, setAsking] = useState(false);
  const say = (n: number, words: string) => send(async () => {
    await answer(n, words);
    setAsking(false);
  });
  return (
    <Question kind="options" title={options.state === 'chosen' ? 'options.title_chosen' : 'options.title'} state={options.state === 'chosen' ? 'confirmed' : options.state} number={options.number} text={over(options) ? '' : options.intro}>
      {over(options) ? <p class="answer">{t(options.state === 'withdrawn' ? 'options.withdrawn' : 'options.replaced')}</p> : <List options={options} busy={busy} onChoose={(n) => say(n, '')} />}
      {options.state === 'declined' && options.words && <blockquote>{options.words}</blockquote>}
      {options.state === 'declined' && <p class="answer">{t('options.declined')}</p>}
      {options.state === 'chosen' && <p class="answer">{t(chosen)}</p>}
      {options.state === 'sent' && (asking
        ? <Why ask="options.ask" busy={busy} submit={(words) => say(0, words)} back={() => setAsking(false)} />
        : <button class="plain-link none" onClick={() => setAsking(true)}>{t('options.none')}</button>)}
      {error && <p class="reason" role="alert">{error}</p>}
    </Question>
  );
}

const over = ({ state }: Options) => state === 'replaced' || state === 'withdrawn';

function List({ options: { picks, chosen, state }, busy, onChoose }: { options: Options; busy: boolean; onChoose(n: number): void }) {
  return (
    <ul class="picks">
      {picks.map(({ n, title, text }) => {
        const words = <><b>{title}</b>{text && <small>{text}</small>}</>;
        if (state === 'chosen') return <li key={n} class={n === chosen ? 'pick taken' : 'pick'}>{n === chosen && <Icon name="check" size={18} />}<span>{words}</span></li>;
        return <li key={n}><button class="pick" disabled={busy} onClick={() => onChoose(n)}><span>{words}</span></button></li>;
      })}
    </ul>
  );
}
