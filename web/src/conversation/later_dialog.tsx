import { ClockCircleOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Tooltip } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import type { Later } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { PickTime } from '../ui/pick_time';
import { dayTime, readWall } from '../ui/time';
import { editLater, keys, scheduleLater } from './api';
import type { Draft } from './draft';
import { farthest, quickTimes } from './later_times';

interface ButtonProps {
  draft: Draft;
  conversation: string;
  zone: string;
  disabled: boolean;
}

/** Has what is written sent at a time. */
export function LaterButton({ draft, conversation, zone, disabled }: ButtonProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Tooltip title={t('later.button')}>
        <Button type="text" aria-label={t('later.button')} icon={<ClockCircleOutlined />} disabled={disabled} onClick={() => setOpen(true)} />
      </Tooltip>
      {open && <NewLater draft={draft} conversation={conversation} zone={zone} onClose={() => setOpen(false)} />}
    </>
  );
}

function NewLater({ draft, conversation, zone, onClose }: Omit<ButtonProps, 'disabled'> & { onClose(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const [key] = useState(newKey);
  const [held] = useState(() => draft.held());
  const [at, setAt] = useState<number | null>(null);
  const save = useMutation({
    mutationFn: (sendAt: number) => scheduleLater(conversation, key, held, sendAt),
    onSuccess: async () => {
      draft.take();
      onClose();
      await cache.invalidateQueries({ queryKey: keys.later(conversation) });
    },
  });
  return (
    <Dialog
      title={t('later.title')} ok={t('later.ok')} busy={save.isPending} error={save.error} disabled={at === null}
      onOk={() => at !== null && save.mutate(at)} onClose={onClose}
    >
      <p className="later-words">{held.text || t('later.files', { n: held.files.length })}</p>
      <TimeInput zone={zone} value={at} onChange={setAt} />
      <p className="later-hint">{t('later.hint')}</p>
    </Dialog>
  );
}

interface EditProps {
  later: Later;
  zone: string;
  onClose(): void;
  onChanged(): Promise<unknown>;
}

/** Changes the words and the time of one's own message for later. */
export function EditLater({ later, zone, onClose, onChanged }: EditProps) {
  const t = useT();
  const [text, setText] = useState(later.text);
  const due = Date.parse(later.send_at);
  const [at, setAt] = useState<number | null>(later.state === 'waiting' ? due : null);
  const save = useMutation({
    mutationFn: (sendAt: number) => editLater(later, text.trim(), sendAt),
    onSuccess: onClose,
    onSettled: onChanged,
  });
  return (
    <Dialog
      title={t('later.edit_title')} ok={t('later.ok')} busy={save.isPending} error={save.error}
      disabled={at === null || (text.trim() === '' && later.files === 0)} onOk={() => at !== null && save.mutate(at)} onClose={onClose}
    >
      <Field label={t('later.text')}>
        {(id) => <Input.TextArea id={id} value={text} autoSize={{ minRows: 3, maxRows: 8 }} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <TimeInput zone={zone} value={at} onChange={setAt} />
    </Dialog>
  );
}

function TimeInput({ zone, value, onChange }: { zone: string; value: number | null; onChange(at: number | null): void }) {
  const t = useT();
  const now = useNow();
  const [cleared, setCleared] = useState(0);
  const choose = (at: number) => {
    // The calendar keeps its own text; a new one is empty.
    setCleared(cleared + 1);
    onChange(at);
  };
  const past = value !== null && value <= now;
  const hint = value === null ? t('later.zone') : t('later.at', { time: dayTime(value, now, zone) });
  return (
    <Field label={t('later.when')} required hint={hint} error={past ? t('later.past') : ''}>
      {(id) => (
        <>
          <div className="quick" role="group" aria-label={t('later.when')}>
            {quickTimes(now, zone).map((each) => (
              <button key={each.id} type="button" aria-pressed={value === each.at} onClick={() => choose(each.at)}>{t(`later.quick.${each.id}`)}</button>
            ))}
          </div>
          <PickTime key={cleared} id={id} zone={zone} days={farthest} onPick={(text) => onChange(readWall(text, zone))} />
        </>
      )}
    </Field>
  );
}
