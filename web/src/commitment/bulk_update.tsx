import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newKey } from '../api/client';
import type { BulkPlan, BulkPreview } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { Dialog } from '../ui/dialog';
import { now } from '../ui/clock';
import { BulkFields, planOf, wrongIn, type BulkDraft } from './bulk_fields';
import { BulkDone } from './bulk_done';
import { BulkRows } from './bulk_rows';
import { noDue } from './due_input';
import { keys, previewBulk, startBulk, type WallFilter } from './wall_api';

interface Props {
  shop: string;
  /** Only these, or all under the filter. */
  only?: ReadonlySet<string>;
  filter: WallFilter;
  onClose(): void;
  onDone(): void;
}

interface Seen {
  plan: BulkPlan;
  preview: BulkPreview;
  key: string;
}

/** Write it once, see what each buyer will read, send it, and see what came of it. */
export default function BulkUpdate({ shop, only, filter, onClose, onDone }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const zone = useMe().shops.find((each) => each.id === shop)?.zone ?? 'Asia/Shanghai';
  const [draft, setDraft] = useState<BulkDraft>({ text: t('bulk_update.words'), by: 'hours', hours: 24, due: noDue, note: '' });
  const [asked, setAsked] = useState(false);
  const [seen, setSeen] = useState<Seen | null>(null);
  const look = useMutation({
    mutationFn: async (plan: BulkPlan): Promise<Seen> => ({ plan, preview: narrowed(await previewBulk(plan, filter), only), key: newKey() }),
    onSuccess: setSeen,
  });
  const send = useMutation({
    mutationFn: ({ plan, preview, key }: Seen) => startBulk(plan, preview, key),
    onSuccess: () => {
      onDone();
      void cache.invalidateQueries({ queryKey: keys.wall });
    },
  });
  if (send.data) return <BulkDone first={send.data} preview={seen!.preview} onClose={onClose} />;
  if (seen) {
    const good = seen.preview.items.filter((each) => !each.problem).length;
    const back = () => {
      setSeen(null);
      send.reset();
    };
    return (
      <Dialog title={t('bulk_update.preview_title')} ok={t('bulk_update.ok', { n: good })} disabled={good === 0} busy={send.isPending} error={send.error} width={760} onOk={() => send.mutate(seen)} onClose={onClose}>
        <BulkRows preview={seen.preview} zone={zone} asked={only?.size} onBack={back} />
      </Dialog>
    );
  }
  const wrong = wrongIn(draft, now(), zone);
  const submit = () => {
    setAsked(true);
    if (!wrong.text && !wrong.due) look.mutate(planOf(shop, draft, now(), zone));
  };
  return (
    <Dialog title={t('bulk_update.title')} ok={t('bulk_update.preview')} busy={look.isPending} error={look.error} width={600} onOk={submit} onClose={onClose}>
      <p className="quiet">{t(only ? 'bulk_update.hint_chosen' : 'bulk_update.hint_all', { n: only?.size ?? 0 })}</p>
      <BulkFields draft={draft} wrong={asked ? wrong : { text: '', due: '' }} zone={zone} onDraft={setDraft} />
    </Dialog>
  );
}

function narrowed(preview: BulkPreview, only?: ReadonlySet<string>): BulkPreview {
  return only ? { ...preview, more: false, items: preview.items.filter((each) => only.has(each.id)) } : preview;
}
