import { App, Button } from 'antd';
import type { Claim } from '../api/wire';
import { useT } from '../i18n';
import { sentence } from '../ui/states';
import { ask } from './api';
import { useAct } from './dialogs';

/** Asks the merchant's system what came of a payout. */
export function AskButton({ item }: { item: Claim }) {
  const t = useT();
  const { message } = App.useApp();
  const act = useAct(() => ask(item), () => void message.info(t('comp.asked')));
  return <Button loading={act.isPending} onClick={() => act.mutate(undefined, { onError: (error) => void message.error(sentence(error)) })}>{t('comp.ask')}</Button>;
}
