import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Conversation } from '../conversation/conversation';
import type { Options } from '../conversation/wire';
import { t } from '../i18n';
import { Icon } from '../ui/icons';
import { Question, useAnswer, Why } from './question';

interface Props {
  conversation: Conversation;
  id: string;
  /** The same as text, as long as it is not known how it stands. */
  text: ComponentChildren;
}

/** What the shop offers: one tap chooses. It is asked for again whenever something may have changed. */
export function OptionsCard({ conversation, id, text }: Props) {
  const [options, setOptions] = useState<Options | null>(null);
  const { busy, error, send } = useAnswer();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    let gone = false;
    conversation.api.options(id).then((next) => gone || setOptions(next), () => undefined);
    return () => void (gone = true);
  }, [id, conversation.caseChanges, conversation.thread.head]);
  if (!options) return <>{text}</>;
  const answer = (n: number, words: string) => send(async () => {
    try {
      setOptions(await conversation.api.choose(id, n, words));
      setAsking(false);
    } finally {
      // Whatever came of it, another tab or the shop may have been faster.
      void conversation.refetch();
      conversation.api.options(id).then(setOptions, () => undefined);
    }
  });
  return (
    <Question kind="options" title={options.state === 'chosen' ? 'options.title_chosen' : 'options.title'} state={options.state === 'chosen' ? 'confirmed' : options.state} number={options.number} text={over(options) ? '' : options.intro}>
      {over(options) ? <p class="answer">{t(options.state === 'withdrawn' ? 'options.withdrawn' : 'options.replaced')}</p> : <List options={options} busy={busy} onChoose={(n) => answer(n, '')} />}
      {options.state === 'declined' && options.words && <blockquote>{options.words}</blockquote>}
      {options.state === 'declined' && <p class="answer">{t('options.declined')}</p>}
      {options.state === 'chosen' && <p class="answer">{t('options.chosen')}</p>}
      {options.state === 'sent' && (asking
        ? <Why ask="options.ask" busy={busy} submit={(words) => answer(0, words)} back={() => setAsking(false)} />
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
