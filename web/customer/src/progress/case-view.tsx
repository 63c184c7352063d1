import { CommitmentCard } from '../commitment/commitment-card';
import { OptionsChoice } from '../complaint/options-choice';
import { OutcomeCard } from '../complaint/outcome-card';
import { RatingCard } from '../complaint/rating-card';
import { RestatementCard } from '../complaint/restatement-card';
import { stages } from '../complaint/stages';
import type { Stage } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { momentOf } from '../ui/when';
import { Steps } from './steps';
import { Tickets } from './tickets';
import type { Tracker } from './tracker';
import type { Progress } from './wire';

interface Props {
  tracker: Tracker;
  progress: Progress;
}

// What a case is about, as roughly as a stranger who sees the page may know it.
const topics: Record<string, Key> = {
  quality: 'topic.quality',
  order: 'topic.order',
  logistics: 'topic.logistics',
  aftersales: 'topic.aftersales',
  service: 'topic.service',
  marketing: 'topic.marketing',
  privacy: 'topic.privacy',
  inquiry: 'topic.inquiry',
};

/** One case: who is responsible, how far it is, what the buyer is asked, what was promised and what happened. */
export function CaseView({ tracker, progress }: Props) {
  const { commitments, shop, steps, merged_with: merged, code_tail: tail } = progress;
  const running = commitments.filter(({ state }) => state === 'open');
  return (
    <>
      <Head progress={progress} now={tracker.clock.now()} />
      {merged && <p class="card page-note">{t('progress.merged', { number: merged })}</p>}
      {!merged && <Questions tracker={tracker} progress={progress} />}
      {running.map((each) => <CommitmentCard key={each.id} commitment={each} clock={tracker.clock} zone={shop.zone} />)}
      <Tickets tickets={progress.tickets} zone={shop.zone} now={tracker.clock.now()} />
      <section class="card steps-card">
        <h2>{t('progress.steps')}</h2>
        <Steps steps={steps} zone={shop.zone} now={tracker.clock.now()} />
      </section>
      <footer class="page-foot">
        <a class="plain-button" href={`/w/?shop=${encodeURIComponent(shop.key)}`}>{t('progress.chat')}</a>
        {tail && <p>{t('progress.code', { tail })}</p>}
      </footer>
    </>
  );
}

function Head({ progress, now }: { progress: Progress; now: number }) {
  const { number, topic, order_tail: order, stage, owner, shop, opened_at: opened } = progress;
  const about = t(topics[topic.split('.')[0]!] ?? 'topic.other');
  return (
    <section class="card case-head" aria-label={number}>
      <p class="case-about">
        <span>{number}</span>
        <span>{about}</span>
        {order && <span>{t('progress.order', { tail: order })}</span>}
      </p>
      <h2>{t(stages[stage])}</h2>
      <StageBar stage={stage} />
      <p class="case-now">{t(meanings[stage])}</p>
      <div class="case-owner">
        <span class="avatar" aria-hidden="true">{[...owner][0]}</span>
        <p>
          <b>{owner}</b>
          <small>{t('progress.owner')}</small>
        </p>
        <small>{t('progress.since', { when: momentOf(Date.parse(opened), now, shop.zone) })}</small>
      </div>
    </section>
  );
}

const order = Object.keys(stages) as Stage[];

const meanings: Record<Stage, Key> = {
  received: 'stage.received.now',
  acknowledged: 'stage.acknowledged.now',
  understood: 'stage.understood.now',
  investigating: 'stage.investigating.now',
  proposed: 'stage.proposed.now',
  agreed: 'stage.agreed.now',
  fulfilling: 'stage.fulfilling.now',
  verifying: 'stage.verifying.now',
  closed: 'stage.closed.now',
};

function StageBar({ stage }: { stage: Stage }) {
  const at = order.indexOf(stage);
  return (
    <p class="stage-bar" role="img" aria-label={t('progress.stage', { n: at + 1, all: order.length })}>
      {order.map((each, i) => <i key={each} class={i <= at ? 'on' : ''} />)}
    </p>
  );
}

// What the buyer is asked. While something waits for an answer it is all that is asked.
function Questions({ tracker, progress }: Props) {
  const { restatement, outcome, options, stage, reopen_until: until, number, may_rate: mayRate, rating } = progress;
  const mayReopen = until !== null && tracker.clock.now() < Date.parse(until);
  return (
    <>
      {restatement && (restatement.state === 'asked' || restatement.state === 'corrected') && (
        <RestatementCard restatement={restatement} answer={tracker.understood} />
      )}
      {options && <OptionsChoice key={options.id} options={options} chosen="options.chosen_page" answer={(n, words) => tracker.choose(options.id, n, words)} />}
      {outcome && (
        <OutcomeCard
          outcome={outcome} text="" answer={tracker.answer}
          reopen={mayReopen ? tracker.reopen : null}
        />
      )}
      {stage === 'closed' && (mayRate || rating) && <RatingCard number={number} mayRate={mayRate} rating={rating} rate={tracker.rate} />}
    </>
  );
}
