import { App, Checkbox, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Department, Robot, Shop } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { createRobot, events, kinds, updateRobot, useRobotsChanged, type RobotDraft } from './api';

interface Props {
  shop: Shop;
  departments: Department[];
  /** Undefined for one that is to be added. */
  robot?: Robot;
  onClose(): void;
}

const shown = ['name', 'address', 'secret', 'hears'];

function begun(robot: Robot | undefined, departments: Department[]): RobotDraft {
  if (robot) {
    const { kind, department_id, name, language, hears } = robot;
    return { kind, department_id, name, language, hears, address: '', secret: '' };
  }
  const hears = events.filter((each) => each !== 'handed_back');
  return { kind: 'wecom', department_id: departments[0]?.id ?? '', name: '', language: 'zh-CN', hears, address: '', secret: '' };
}

/** Where a robot is and what it tells. What is secret is typed and never shown again. */
export function RobotDialog({ shop, departments, robot, onClose }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const refresh = useRobotsChanged();
  const [{ key, ...draft }, setDraft] = useState(() => ({ ...begun(robot, departments), key: newKey() }));
  const fill = (part: Partial<RobotDraft>) => setDraft({ ...draft, ...part, key: newKey() });
  const save = useChange({
    save: () => (robot ? updateRobot(robot, draft) : createRobot(shop.id, draft, key)),
    saved: async () => {
      await refresh();
      void message.success(t('robots.saved'));
      onClose();
    },
    refresh,
  });
  const errors = fieldsOf(save.error);
  const whose = [...departments.map(({ id, name }) => ({ value: id, label: name })), { value: '', label: t('robots.all_departments') }];
  return (
    <Dialog
      title={t(robot ? 'robots.edit' : 'robots.add')} ok={t('robots.save')} busy={save.isPending} conflict={save.conflict} width={560}
      error={besides(save.error, (field) => shown.includes(field))} disabled={!draft.name.trim() || (!robot && !draft.address.trim())} onOk={() => save.mutate()} onClose={onClose}
    >
      {!robot && (
        <Field label={t('robots.kind')}>
          {() => <Segmented aria-label={t('robots.kind')} value={draft.kind} onChange={(kind) => fill({ kind, secret: '' })} options={kinds.map((value) => ({ value, label: t(`robots.kind.${value}`) }))} />}
        </Field>
      )}
      <Field label={t('robots.name')} required hint={t('robots.name_hint')} error={errors.name}>
        {(id) => <Input id={id} value={draft.name} maxLength={30} autoComplete="off" onChange={({ target }) => fill({ name: target.value })} />}
      </Field>
      <Field label={t('robots.address')} required={!robot} hint={robot ? t('robots.address_keep', { host: robot.host, tail: robot.tail }) : t('robots.address_hint')} error={errors.address}>
        {(id) => <Input id={id} value={draft.address} maxLength={1000} autoComplete="off" spellCheck={false} onChange={({ target }) => fill({ address: target.value })} />}
      </Field>
      {draft.kind !== 'wecom' && (
        <Field label={t('robots.secret')} hint={robot?.signs && !draft.address ? t('robots.secret_keep') : t('robots.secret_hint')} error={errors.secret}>
          {(id) => <Input.Password id={id} value={draft.secret} maxLength={200} autoComplete="new-password" visibilityToggle={false} onChange={({ target }) => fill({ secret: target.value })} />}
        </Field>
      )}
      <Field label={t('robots.department')}>
        {(id) => <Select id={id} className="wide" value={draft.department_id} options={whose} onChange={(department_id) => fill({ department_id })} />}
      </Field>
      <Field label={t('robots.hears')} error={errors.hears}>
        {() => <Checkbox.Group aria-label={t('robots.hears')} value={draft.hears} onChange={(hears) => fill({ hears })} options={events.map((value) => ({ value, label: t(`robots.hears.${value}`) }))} />}
      </Field>
      <Field label={t('robots.language')}>
        {() => <Segmented aria-label={t('robots.language')} value={draft.language} onChange={(language) => fill({ language })} options={[{ value: 'zh-CN' as const, label: t('robots.language.zh-CN') }, { value: 'en' as const, label: t('robots.language.en') }]} />}
      </Field>
    </Dialog>
  );
}
