import { EditOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import type { Assignee, AssignmentSetting } from '../api/wire';
import { t as translate, useT } from '../i18n';
import { State } from '../team/state';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Empty } from '../ui/states';
import { keys, saveMember, type Ability } from './api';
import { languages, needs } from './needs';

/** Who answers in a shop, what they can do, and how much they have now. */
export function Members({ shop, setting }: { shop: string; setting: AssignmentSetting }) {
  const t = useT();
  const [editing, setEditing] = useState<Assignee>();
  return (
    <section className="settings-part">
      <h2>{t('assignment.members')}</h2>
      <p className="quiet">{t('assignment.members_hint')}</p>
      {setting.members.length === 0 && <Empty title={t('team.nobody')} hint={t('team.nobody_hint')} />}
      {setting.members.length > 0 && (
        <table className="list-table assignees">
          <thead><tr><th>{t('team.person')}</th><th>{t('team.state')}</th><th>{t('assignment.load')}</th><th>{t('assignment.can')}</th><th><span className="hidden">{t('team.acts')}</span></th></tr></thead>
          <tbody>{setting.members.map((each) => <Row key={each.id} member={each} skills={setting.plan.skills.map((skill) => skill.name)} onEdit={() => setEditing(each)} />)}</tbody>
        </table>
      )}
      {editing && <Edit shop={shop} setting={setting} member={editing} onClose={() => setEditing(undefined)} />}
    </section>
  );
}

function Row({ member, skills, onEdit }: { member: Assignee; skills: string[]; onEdit(): void }) {
  const t = useT();
  const able = [...member.skills.filter((each) => skills.includes(each)), ...member.languages.map((each) => `lang.${each}`), ...(member.vip ? ['vip'] : [])];
  return (
    <tr className={member.takes ? undefined : 'assignee-out'}>
      <td><span className="assignee-who"><Avatar name={member.name} id={member.id} size={26} />{member.name}</span></td>
      <td><State state={member.state} /></td>
      <td>{member.takes ? <Load member={member} /> : t('assignment.takes_no')}</td>
      <td>{able.map((each) => <span key={each} className="tag">{needs([each])}</span>)}</td>
      <td className="list-acts"><Button size="small" type="text" icon={<EditOutlined />} aria-label={t('assignment.edit', { name: member.name })} onClick={onEdit} /></td>
    </tr>
  );
}

/** How much somebody has of what they can take, as a bar and in numbers. */
export function Load({ member: { load, room } }: { member: Assignee }) {
  const share = Math.min(1, load / room);
  return (
    <span className={load >= room ? 'assignee-load assignee-full' : 'assignee-load'}>
      <i aria-hidden><i style={{ width: `${share * 100}%` }} /></i>{translate('assignment.of', { load, room })}
    </span>
  );
}

function Edit({ shop, setting, member, onClose }: { shop: string; setting: AssignmentSetting; member: Assignee; onClose(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const names = setting.plan.skills.map((each) => each.name);
  const [draft, setDraft] = useState<Ability>({ ...member, skills: member.skills.filter((each) => names.includes(each)) });
  const fill = (part: Partial<Ability>) => setDraft({ ...draft, ...part });
  const refresh = () => cache.invalidateQueries({ queryKey: keys.all });
  const newest = setting.members.find((each) => each.id === member.id) ?? member;
  const save = useChange({
    save: () => saveMember(shop, newest, draft),
    saved: async () => {
      await refresh();
      onClose();
    },
    refresh,
  });
  return (
    <Dialog title={t('assignment.edit', { name: member.name })} ok={t('act.save')} busy={save.isPending} error={save.error} conflict={save.conflict} onOk={() => save.mutate()} onClose={onClose}>
      <label className="switch-line"><Switch checked={draft.takes} onChange={(takes) => fill({ takes })} /><span><b>{t('assignment.takes')}</b><span className="quiet">{t('assignment.takes_hint')}</span></span></label>
      <Field label={t('assignment.member_capacity')} hint={t('assignment.member_capacity_hint', { n: setting.plan.capacity })}>
        {(id) => <InputNumber id={id} className="limit" min={1} max={100} precision={0} value={draft.capacity || null} placeholder={String(setting.plan.capacity)} suffix={t('assignment.capacity_unit')} onChange={(capacity) => fill({ capacity: capacity ?? 0 })} />}
      </Field>
      <Field label={t('assignment.languages')}>
        {(id) => <Select id={id} mode="multiple" value={draft.languages} onChange={(chosen: string[]) => fill({ languages: chosen })} options={languages.map((value) => ({ value, label: t(`need.lang.${value}`) }))} />}
      </Field>
      <Field label={t('assignment.skills')} hint={names.length === 0 ? t('assignment.skills_none') : undefined}>
        {(id) => <Select id={id} mode="multiple" disabled={names.length === 0} value={draft.skills} onChange={(chosen: string[]) => fill({ skills: chosen })} options={names.map((value) => ({ value, label: value }))} />}
      </Field>
      <label className="switch-line"><Switch checked={draft.vip} onChange={(vip) => fill({ vip })} /><span><b>{t('assignment.vip')}</b><span className="quiet">{t('assignment.vip_hint')}</span></span></label>
    </Dialog>
  );
}
