import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import type { PersonState } from '../api/wire';
import { useT } from '../i18n';
import { sentence } from '../ui/states';
import { keys, myStateQuery, setMyState } from './api';
import { Dot, State } from './state';

const states: PersonState[] = ['online', 'break', 'offline'];

/** How I am there, for colleagues to see. */
export function StateMenu() {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const { data } = useQuery(myStateQuery);
  const set = useMutation({
    mutationFn: setMyState,
    onSuccess: (now) => cache.setQueryData(keys.mine, now),
    onError: (error) => message.error(sentence(error)),
  });
  if (!data) return null;
  const items = states.map((key) => ({ key, icon: <Dot state={key} />, label: t(`team.state.${key}`), onClick: () => set.mutate(key) }));
  return (
    <Dropdown menu={{ items, selectable: true, selectedKeys: [data.state] }} trigger={['click']}>
      <Button type="text" loading={set.isPending} aria-label={t('team.mine', { state: t(`team.state.${data.state}`) })}>
        <State state={data.state} />
      </Button>
    </Dropdown>
  );
}
