import { stages } from '../complaint/stages';
import type { Stage } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { momentOf } from '../ui/when';
import type { Step } from './wire';

const others: Record<Exclude<Step['kind'], Stage>, Key> = {
  reopened: 'step.reopened',
  unsolved: 'step.unsolved',
  corrected: 'step.corrected',
  commitment_made: 'step.commitment_made',
  commitment_kept: 'step.commitment_kept',
  commitment_updated: 'step.commitment_updated',
  commitment_waived: 'step.commitment_waived',
  commitment_broken: 'step.commitment_broken',
  ticket_sent: 'step.ticket_sent',
  ticket_done: 'step.ticket_done', compensation_approved: 'step.compensation_approved', compensation_paid: 'step.compensation_paid',
};

interface Props {
  steps: Step[];
  zone: string;
  now: number;
}

/** What happened in a case, the latest first. */
export function Steps({ steps, zone, now }: Props) {
  return (
    <ol class="steps">
      {steps.map(({ at, kind, text }, i) => (
        <li key={`${at} ${i}`} class={kind === 'commitment_broken' ? 'bad' : ''}>
          <p>{t(kind in stages ? stages[kind as Stage] : others[kind as keyof typeof others])}</p>
          {text && <p class="step-text">{text}</p>}
          <time dateTime={at}>{momentOf(Date.parse(at), now, zone)}</time>
        </li>
      )).reverse()}
    </ol>
  );
}
