import type { Commitment } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { useNow, type Clock } from '../ui/clock';
import { Icon, type IconName } from '../ui/icons';
import { momentOf } from '../ui/when';
import { span, standing, type Standing } from './countdown';

const badges: Partial<Record<Standing, Key>> = {
  late: 'commitment.over',
  broken: 'commitment.over',
  kept: 'commitment.kept',
  kept_late: 'commitment.kept_late',
  updated: 'commitment.updated',
  waived: 'commitment.waived',
};

const notes: Partial<Record<Standing, Key>> = {
  late: 'commitment.late',
  broken: 'commitment.broken',
  updated: 'commitment.updated.note',
};

function icon(how: Standing): IconName {
  if (how === 'late' || how === 'broken') return 'alert';
  return how === 'kept' || how === 'kept_late' ? 'check' : 'clock';
}

// The running clock. A timer is not announced every second by screen readers.
function Countdown({ label, ms }: { label: Key; ms: number }) {
  const { days, clock } = span(Math.abs(ms));
  return (
    <span class="countdown" role="timer">
      {t(label)} {days > 0 && t('commitment.days', { days })} <b>{clock}</b>
    </span>
  );
}

interface Props {
  commitment: Commitment;
  clock: Clock;
  zone: string;
}

/** A commitment of the shop to the buyer, counting down to the agreed time by the server's clock. */
export function CommitmentCard({ commitment, clock, zone }: Props) {
  const now = useNow(clock, commitment.state === 'open');
  const due = Date.parse(commitment.due_at);
  const how = standing(commitment, now);
  const badge = badges[how];
  const note = notes[how];
  const when = momentOf(due, now, zone);
  return (
    <section class={`card commitment ${how}`}>
      <header>
        <Icon name={icon(how)} size={17} />
        <h2>{t('commitment.title')}</h2>
        {badge && <span class="badge">{t(badge)}</span>}
      </header>
      <p class="commitment-text">{commitment.text}</p>
      {note && <p class="commitment-note">{t(note)}</p>}
      <footer>
        {how === 'running' && <Countdown label="commitment.left" ms={due - now} />}
        {(how === 'late' || how === 'broken') && <Countdown label="commitment.over" ms={now - due} />}
        <time dateTime={commitment.due_at}>{t('commitment.by', { when })}</time>
      </footer>
    </section>
  );
}
