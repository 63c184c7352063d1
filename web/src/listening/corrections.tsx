import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { Correction } from '../api/wire';
import { useT } from '../i18n';
import { sentence } from '../ui/states';
import { undo } from './api';
import { senseWords, type Fix } from './fix';
import { heardKey } from './keys';

/** The way to say that something was heard wrongly. */
export function FixButton({ fix, onFix }: { fix: Fix; onFix?: (fix: Fix) => void }) {
  const t = useT();
  if (!onFix) return null;
  const what = t('heard.fix.button', { what: senseWords(fix.what, fix.heard) });
  return <button type="button" className="heard-fix" aria-label={what} title={what} onClick={() => onFix(fix)}><EditOutlined aria-hidden /></button>;
}

/** What people have said is otherwise; each can be taken back. */
export function Corrections({ conversation, list, mayUndo }: { conversation: string; list: Correction[]; mayUndo: boolean }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const back = useMutation({
    mutationFn: undo,
    onError: (error) => void message.error(sentence(error)),
    onSettled: () => cache.invalidateQueries({ queryKey: heardKey(conversation) }),
  });
  if (list.length === 0) return null;
  return (
    <ul className="heard-fixed" aria-label={t('heard.fix.list')}>
      {list.map((each) => (
        <li key={each.id}>
          {t('heard.fix.made', { by: each.by.name || t('heard.fix.somebody'), from: senseWords(each.what, each.heard), to: senseWords(each.what, each.right) })}
          {mayUndo && <Button size="small" type="link" loading={back.isPending && back.variables === each.id} onClick={() => back.mutate(each.id)}>{t('act.undo')}</Button>}
        </li>
      ))}
    </ul>
  );
}
