import { useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Button, Checkbox, Input, Select } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { newKey } from '../api/client';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { ListedQuickReply, QuickReplies, QuickReplyDraft } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { readWall, writeWall } from '../ui/time';
import { addReply, changeReply, removeReply } from './api';
import { keys } from './keys';

const platforms = ['taobao', 'douyin', 'jd', 'pdd', 'kuaishou', 'xiaohongshu', 'wechat', 'other'] as const;
const empty: QuickReplyDraft = { group: '', title: '', text: '', goods: [], platforms: [], starts_at: null, ends_at: null, review_at: null };
const shown = ['title', 'group', 'text', 'goods', 'platforms', 'ends_at'];

interface Props {
  shop: { id: string; zone: string };
  /** Without one, a new one is made. */
  reply?: ListedQuickReply;
  replies: QuickReplies;
  groups: string[];
  close(): void;
}

/** What a quick reply says, and for what, from when and until when. */
export function Form({ shop, reply, replies, groups, close }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const [draft, setDraft] = useState<QuickReplyDraft>(() => (reply ? pick(reply) : empty));
  const [own, setOwn] = useState(!replies.manages);
  const [key, setKey] = useState(newKey);
  const set = (part: Partial<QuickReplyDraft>) => (setDraft({ ...draft, ...part }), setKey(newKey()));
  const refresh = () => cache.invalidateQueries({ queryKey: keys.all });
  const saved = async () => (await refresh(), close());
  const now = reply && replies.items.find((each) => each.id === reply.id);
  const save = useChange({ save: () => (reply ? changeReply(reply.id, now?.version ?? reply.version, draft) : addReply(shop.id, own, draft, key)), saved, refresh });
  const remove = useChange({ save: () => removeReply(now ?? reply!), saved, refresh });
  const wrong = fieldsOf(save.error);
  const problem = besides(save.error, (field) => shown.includes(field)) ?? remove.error;
  return (
    <Dialog
      title={t(reply ? 'quick_reply.change' : 'quick_reply.add')} ok={t('quick_reply.save')} width={720} busy={save.isPending} error={problem} conflict={save.conflict || remove.conflict}
      disabled={!draft.title.trim() || !draft.text.trim()} onOk={() => save.mutate()} onClose={close}
    >
      <div className="quick-pair">
        <Field label={t('quick_reply.name')} required error={wrong.title}>{(id) => <Input id={id} value={draft.title} maxLength={40} onChange={({ target }) => set({ title: target.value })} />}</Field>
        <Field label={t('quick_reply.group')} error={wrong.group}>{(id) => <AutoComplete id={id} value={draft.group} options={groups.map((value) => ({ value }))} onChange={(group: string) => set({ group })} />}</Field>
      </div>
      <Words draft={draft} variables={replies.variables} error={wrong.text} set={set} />
      <div className="quick-pair">
        <Field label={t('quick_reply.platforms')} error={wrong.platforms} hint={t('quick_reply.platforms_hint')}>
          {(id) => <Select id={id} mode="multiple" value={draft.platforms} options={platforms.map((value) => ({ value, label: t(`platform.${value}`) }))} onChange={(next) => set({ platforms: next })} />}
        </Field>
        <Field label={t('quick_reply.goods')} error={wrong.goods} hint={t('quick_reply.goods_hint')}>
          {(id) => <Select id={id} mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '\uff0c', ' ', '\u3001']} value={draft.goods} onChange={(goods) => set({ goods })} />}
        </Field>
      </div>
      <div className="quick-days">
        {(['starts_at', 'ends_at', 'review_at'] as const).map((name) => (
          <Field key={name} label={t(`quick_reply.${name}`)} error={wrong[name]}>{(id) => <Moment id={id} zone={shop.zone} value={draft[name]} onChange={(at) => set({ [name]: at })} />}</Field>
        ))}
      </div>
      <p className="quick-foot">
        {!reply && <Checkbox checked={own} disabled={!replies.manages} onChange={({ target }) => (setOwn(target.checked), setKey(newKey()))}>{t('quick_reply.only_mine')}</Checkbox>}
        {reply && <Button danger type="link" loading={remove.isPending} onClick={() => remove.mutate()}>{t('quick_reply.remove')}</Button>}
      </p>
    </Dialog>
  );
}

function pick({ group, title, text, goods, platforms: where, starts_at, ends_at, review_at }: ListedQuickReply): QuickReplyDraft {
  return { group, title, text, goods, platforms: where, starts_at, ends_at, review_at };
}

function Words({ draft, variables, error, set }: { draft: QuickReplyDraft; variables: string[]; error?: string; set(part: Partial<QuickReplyDraft>): void }): ReactNode {
  const t = useT();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const put = (name: string) => {
    const at = area.current?.selectionStart ?? draft.text.length;
    set({ text: `${draft.text.slice(0, at)}{${name}}${draft.text.slice(area.current?.selectionEnd ?? at)}` });
  };
  return (
    <Field label={t('quick_reply.words')} required error={error}>
      {(id) => (
        <>
          <Input.TextArea id={id} ref={(made) => { area.current = made?.resizableTextArea?.textArea ?? null; }} value={draft.text} maxLength={2000} autoSize={{ minRows: 4, maxRows: 10 }} onChange={({ target }) => set({ text: target.value })} />
          <span className="quick-variables">{t('quick_reply.put')}{variables.map((each) => <Button key={each} size="small" onClick={() => put(each)}>{each}</Button>)}</span>
        </>
      )}
    </Field>
  );
}

function Moment({ id, zone, value, onChange }: { id: string; zone: string; value: string | null; onChange(at: string | null): void }) {
  const change = (text: string) => {
    const at = readWall(text, zone);
    onChange(at === null ? null : new Date(at).toISOString());
  };
  return <Input id={id} type="datetime-local" value={value ? writeWall(Date.parse(value), zone) : ''} onChange={({ target }) => change(target.value)} />;
}
