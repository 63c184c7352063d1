import { Dropdown, type MenuProps } from 'antd';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { dayTime } from '../ui/time';
import { snoozeChoices } from './snooze_quick';

const SnoozeDialog = lazy(() => import('./snooze_time'));

interface Props {
  zone: string;
  disabled?: boolean;
  onChoose(until: number): void;
  children: ReactElement;
}

/** Until when something is put off: a quick choice, or any time. */
export function SnoozeMenu({ zone, disabled, onChoose, children }: Props) {
  const t = useT();
  const [picking, setPicking] = useState(false);
  const at = useNow();
  const items: MenuProps['items'] = [
    ...snoozeChoices(at, zone).map((each) => ({
      key: each.id, label: <span className="snooze-choice">{t(`snooze.quick.${each.id}`)}<em>{dayTime(each.until, at, zone)}</em></span>,
      onClick: () => onChoose(each.until),
    })),
    { type: 'divider' },
    { key: 'pick', label: t('snooze.pick'), onClick: () => setPicking(true) },
  ];
  return (
    <>
      <Dropdown trigger={['click']} disabled={disabled} menu={{ items }} placement="bottomRight">{children}</Dropdown>
      {picking && <Suspense><SnoozeDialog zone={zone} onChoose={onChoose} onClose={() => setPicking(false)} /></Suspense>}
    </>
  );
}
