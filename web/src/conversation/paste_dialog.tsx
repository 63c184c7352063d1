import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Input, Select } from 'antd';
import { useDeferredValue, useState, type ClipboardEvent } from 'react';
import { statusOf } from '../api/problem';
import type { Me, PasteDraft, PastePreview } from '../api/wire';
import { tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { keys } from './api';
import { keepPaste, keepShots, previewQuery } from './paste_api';
import { PasteView } from './paste_view';
import { Shots } from './paste_shots';
import type { As, Pasting, Side } from './pasting';
import './paste.css';

const tools = ['qianniu', 'feige', 'dongdong', 'pinduoduo', 'generic'];

interface Props {
  pasting: Pasting;
  /** The shop that one looks at, '' for all. */
  shop: string;
  onKept(conversation: string): void;
  onClose(): void;
}

/** Takes a chat that was copied elsewhere: who speaks, what is new, and what is not sure. */
export default function PasteDialog({ pasting, shop, onKept, onClose }: Props) {
  const t = useT();
  const form = useForm(pasting, shop);
  const { draft, shots } = form;
  const preview = useQuery({ ...previewQuery(useDeferredValue(draft)), placeholderData: keepPreviousData });
  const read = draft.text.trim() ? preview.data : undefined;
  const keep = useKeep(form, read, onKept, () => void preview.refetch());
  const to = read?.conversation_id || (pasting.conversation?.id ?? '');
  const added = read?.added ?? 0;
  const ready = read ? read.messages.length > 0 && read.nick !== '' && !read.stranger : shots.length > 0 && to !== '';
  const ok = read && (added > 0 || shots.length === 0) ? (added > 0 || !to ? t('paste.keep', { n: added }) : t('paste.nothing_new')) : t('paste.keep_shots');
  return (
    <Dialog
      title={pasting.conversation ? t('paste.title_more', { name: pasting.conversation.name }) : t('paste.title')} ok={ok} width={860}
      disabled={!ready} busy={keep.isPending} error={keep.error} conflict={statusOf(keep.error) === 409} onOk={() => keep.mutate(to)} onClose={onClose}
    >
      <div className={read ? 'paste paste-read' : 'paste'} onPaste={(event) => form.takeShots(event)}>
        <textarea
          autoFocus className="paste-text" value={draft.text} aria-label={t('paste.text')} placeholder={t('paste.placeholder')}
          onChange={(event) => form.setText(event.target.value)}
        />
        <Choices form={form} read={read} fixed={pasting.conversation !== undefined} />
        <Shots shots={shots} onChange={form.setShots} />
        {draft.text.trim() && <Problem error={preview.error} />}
        {read && <PasteView preview={read} zone={form.zone} onFlip={form.flip} onLine={form.correct} onUndo={form.lines.length > 0 ? form.undo : undefined} />}
      </div>
    </Dialog>
  );
}

type Form = ReturnType<typeof useForm>;

/** What was pasted and said of it. Corrections of lines end with the text they were made in. */
function useForm(pasting: Pasting, shop: string) {
  const me = useMe();
  const shops = writable(me);
  const [shopId, setShop] = useState(pasting.conversation?.shop ?? shops.find((each) => each.id === shop)?.id ?? shops[0]?.id ?? '');
  const [text, setText] = useState(pasting.text);
  const [tool, setTool] = useState('');
  const [nick, setNick] = useState('');
  const [sides, setSides] = useState<Record<string, Side>>({});
  const [lines, setLines] = useState<{ line: number; as: As }[]>([]);
  const [shots, setShots] = useState(pasting.shots);
  const draft: PasteDraft = {
    shop_id: shopId, conversation_id: pasting.conversation?.id, text, tool: tool || undefined, nick: nick.trim() || undefined,
    sides: Object.entries(sides).map(([name, side]) => ({ name, side })), lines,
  };
  return {
    draft, shots, lines, shops, nick, tool, setShop, setTool, setNick, setShots,
    zone: me.shops.find((each) => each.id === shopId)?.zone ?? 'Asia/Shanghai',
    setText: (next: string) => {
      setText(next);
      setLines([]);
    },
    flip: (name: string, side: Side) => setSides({ ...sides, [name]: side }),
    correct: (line: number, as: As) => setLines([...lines.filter((each) => each.line !== line), { line, as }]),
    undo: () => setLines(lines.slice(0, -1)),
    takeShots: (event: ClipboardEvent) => {
      const files = [...event.clipboardData.files].filter((file) => file.type.startsWith('image/'));
      if (files.length === 0) return;
      // Words that come with the pictures still go into the field.
      if (!event.clipboardData.getData('text/plain')) event.preventDefault();
      setShots([...shots, ...files]);
    },
  };
}

function writable(me: Me) {
  return me.shops.filter((each) => mayIn(me, each.id, 'conversation.reply'));
}

function useKeep({ draft, shots }: Form, read: PastePreview | undefined, onKept: (id: string) => void, again: () => void) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: async (to: string) => {
      const kept = read && read.added > 0 ? await keepPaste(draft, read.version) : { conversation_id: to, added: 0 };
      await keepShots(kept.conversation_id, shots);
      return kept;
    },
    onSuccess: ({ conversation_id: id, added }) => {
      if (added > 0) void message.success(t('paste.kept', { n: added }));
      for (const queryKey of [keys.queues, keys.detail(id), keys.thread(id)]) void cache.invalidateQueries({ queryKey });
      onKept(id);
    },
    onError: again,
  });
}

/** In which shop, from which tool, and with whom if the chat does not say it. */
function Choices({ form, read, fixed }: { form: Form; read?: PastePreview; fixed: boolean }) {
  const t = useT();
  const toolName = (name: string) => tOr(`paste.tool_name.${name}`, tOr(`paste.tool.${name}`, name));
  const guessed = read && !form.tool ? t('paste.tool_guessed', { tool: toolName(read.tool) }) : t('paste.tool_guess');
  const asks = !fixed && read !== undefined && (form.nick !== '' || (read.nick === '' && read.messages.length > 0));
  return (
    <div className="paste-choices">
      {!fixed && form.shops.length > 1 && (
        <Field label={t('paste.shop')}>
          {(id) => <Select id={id} value={form.draft.shop_id} onChange={form.setShop} options={form.shops.map((each) => ({ value: each.id, label: each.name }))} />}
        </Field>
      )}
      <Field label={t('paste.tool')}>
        {(id) => <Select id={id} value={form.tool} onChange={form.setTool} options={[{ value: '', label: guessed }, ...tools.map((each) => ({ value: each, label: toolName(each) }))]} />}
      </Field>
      {asks && (
        <Field label={t('paste.nick')} hint={t('paste.nick_hint')} required>
          {(id) => <Input id={id} value={form.nick} maxLength={100} onChange={(event) => form.setNick(event.target.value)} />}
        </Field>
      )}
    </div>
  );
}
