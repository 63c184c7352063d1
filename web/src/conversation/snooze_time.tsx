import { Input } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { now } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { readWall, writeWall } from '../ui/time';

/** Any time at all, by the clock of the shop. */
export default function PickTime({ zone, onChoose, onClose }: { zone: string; onChoose(until: number): void; onClose(): void }) {
  const t = useT();
  const [text, setText] = useState(() => writeWall(now() + 24 * 3_600_000, zone));
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
        {(id) => <Input id={id} type="datetime-local" value={text} min={writeWall(now(), zone)} onChange={(event) => setText(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
