import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Opinion, Rating } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { Icon } from '../ui/icons';
import { useAnswer } from './question';

const scores: Key[] = ['rating.one', 'rating.two', 'rating.three', 'rating.four', 'rating.five'];

const MAX_WORDS = 500;

interface Props {
  number: string;
  /** Whether they may rate, or still change it. */
  mayRate: boolean;
  rating: Rating | null;
  rate(opinion: Opinion): Promise<void>;
}

/** Asks the buyer how the handling went: one to five, some words, and one question about it. */
export function RatingCard({ number, mayRate, rating, rate }: Props) {
  const [changing, setChanging] = useState(false);
  const asks = mayRate && (!rating || changing);
  return (
    <section class={`card question rate${rating && !changing ? ' rated' : ''}`}>
      <header>
        <Icon name="star" size={17} />
        <h2>{t('rating.title')}</h2>
        <span class="number">{number}</span>
      </header>
      {asks && <Form before={rating} rate={rate} done={() => setChanging(false)} />}
      {!asks && rating && (
        <Rated rating={rating}>{mayRate && <button class="plain-link" onClick={() => setChanging(true)}>{t('rating.change')}</button>}</Rated>
      )}
      {!asks && !rating && <p class="answer">{t('rating.later')}</p>}
    </section>
  );
}

function Rated({ rating, children }: { rating: Rating; children: ComponentChildren }) {
  return (
    <>
      <p class="stars" role="img" aria-label={t('rating.of_five', { score: rating.score })}>
        {scores.map((key, i) => <span key={key} class={i < rating.score ? 'on' : ''}><Icon name="star" size={22} /></span>)}
      </p>
      {rating.words && <blockquote>{rating.words}</blockquote>}
      <p class="answer">{t(rating.marked ? 'rating.marked' : rating.score > 2 ? 'rating.thanks' : 'rating.sorry')} {children}</p>
    </>
  );
}

function Form({ before, rate, done }: { before: Rating | null; rate(opinion: Opinion): Promise<void>; done(): void }) {
  const [opinion, setOpinion] = useState<Opinion>({ score: before?.score ?? 0, words: before?.words ?? '', repeated: before?.repeated ?? '' });
  const { busy, error, send } = useAnswer();
  const { score, words, repeated } = opinion;
  const set = (change: Partial<Opinion>) => setOpinion({ ...opinion, ...change });
  const submit = (e: Event) => {
    e.preventDefault();
    if (score > 0) void send(async () => { await rate({ score, words: words.trim(), repeated }); done(); });
  };
  return (
    <form class="rating-form" onSubmit={submit}>
      <Stars score={score} choose={(next) => set({ score: next })} />
      {score > 0 && (
        <>
          <Repeated value={repeated} choose={(next) => set({ repeated: next })} />
          <label class="rating-words">
            {t(score > 2 ? 'rating.words' : 'rating.words_low')}
            <textarea rows={2} maxLength={MAX_WORDS} value={words} onInput={(e) => set({ words: e.currentTarget.value })} />
          </label>
          <div class="choices"><button class="strong" disabled={busy}>{t('rating.submit')}</button></div>
        </>
      )}
      {error && <p class="reason" role="alert">{error}</p>}
    </form>
  );
}

function Stars({ score, choose }: { score: number; choose(score: number): void }) {
  const name = useName();
  return (
    <fieldset class="stars">
      <legend class="hidden">{t('rating.title')}</legend>
      {scores.map((key, i) => (
        <label key={key} class={i < score ? 'on' : ''} title={t(key)}>
          <input class="hidden" type="radio" name={name} value={i + 1} checked={score === i + 1} aria-label={t(key)} onChange={() => choose(i + 1)} />
          <Icon name="star" size={30} />
        </label>
      ))}
      <span class="stars-word" aria-hidden="true">{t(score > 0 ? scores[score - 1]! : 'rating.choose')}</span>
    </fieldset>
  );
}

function Repeated({ value, choose }: { value: Opinion['repeated']; choose(value: Opinion['repeated']): void }) {
  const name = useName();
  const options: [Opinion['repeated'], Key][] = [['no', 'rating.repeated.no'], ['yes', 'rating.repeated.yes']];
  return (
    <fieldset class="either">
      <legend>{t('rating.repeated')}</legend>
      {options.map(([option, key]) => (
        <label key={option}>
          <input type="radio" name={name} checked={value === option} onChange={() => choose(option)} />
          {t(key)}
        </label>
      ))}
    </fieldset>
  );
}

let names = 0;

// Radio buttons of one group share a name that no other group of the page has.
function useName(): string {
  const [name] = useState(() => `choice-${++names}`);
  return name;
}
