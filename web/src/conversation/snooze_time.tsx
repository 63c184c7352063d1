import { useState } from 'react';
import { useT } from '../i18n';
import { now } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { PickTime } from '../ui/pick_time';
import { readWall } from '../ui/time';
import { farthest } from './snooze_quick';

/** Any time at all, by the clock of the shop. */
export default function SnoozeDialog({ zone, onChoose, onClose }: { zone: string; onChoose(until: number): void; onClose(): void }) {
  const t = useT();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(false);
  const until = readWall(text, zone);
  const wrong = until !== null && until > now() ? '' : t('snooze.past');
  const submit = () => {
    setAsked(true);
    if (wrong || until === null) return;
    onChoose(until);
    onClose();
  };
  return (
    <Dialog title={t('snooze.pick_title')} ok={t('snooze.ok')} busy={false} width={400} onOk={submit} onClose={onClose}>
      <Field label={t('snooze.until')} required error={asked ? wrong : ''} hint={t('snooze.zone_hint')}>
        {(id) => <PickTime id={id} zone={zone} days={farthest} onPick={setText} />}
      </Field>
    </Dialog>
  );
}
