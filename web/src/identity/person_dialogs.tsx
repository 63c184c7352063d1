import { Input } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { User, UserGrant } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { mayEverywhere, useMe } from './api';
import { FirstPassword } from './add_person';
import { GrantFields } from './grant_fields';
import { disableUser, enableUser, grantRole, renameUser, revokeRole, setPassword, signUserOut, usePeopleChanged } from './people_api';
import { newPassword } from './secret';

/** What may be done about a person. */
export type Act = { name: 'rename' | 'password' | 'grant' | 'sign_out' | 'disable' | 'enable' } | { name: 'revoke'; grant: UserGrant; label: string };

interface Props {
  /** As the list has them now: after a conflict, in their newest version. */
  user: User;
  onClose(): void;
}

export function PersonDialog({ act, ...rest }: Props & { act: Act }) {
  switch (act.name) {
    case 'rename':
      return <Rename {...rest} />;
    case 'password':
      return <NewPassword {...rest} />;
    case 'grant':
      return <AddGrant {...rest} />;
    case 'revoke':
      return <Ask {...rest} name="revoke" role={act.label} danger change={(user) => revokeRole(user, act.grant)} />;
    case 'sign_out':
      return <Ask {...rest} name="sign_out" change={signUserOut} />;
    case 'disable':
      return <Ask {...rest} name="disable" danger change={disableUser} />;
    case 'enable':
      return <Ask {...rest} name="enable" change={enableUser} />;
  }
}

function useSaving<T>(save: () => Promise<T>, saved: (made: T) => void) {
  const changed = usePeopleChanged();
  return useChange({
    save,
    saved: async (made) => {
      await changed();
      saved(made);
    },
    refresh: changed,
  });
}

function Rename({ user, onClose }: Props) {
  const t = useT();
  const [name, setName] = useState(user.name);
  const save = useSaving(() => renameUser(user, name.trim()), onClose);
  return (
    <Dialog
      title={t('people.rename_title', { name: user.name })} ok={t('act.save')} busy={save.isPending} disabled={!name.trim() || name.trim() === user.name}
      error={besides(save.error, (field) => field === 'name')} conflict={save.conflict} onOk={save.mutate} onClose={onClose}
    >
      <Field label={t('people.name')} required error={fieldsOf(save.error).name} hint={t('people.rename_hint')}>
        {(id) => <Input id={id} autoFocus value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />}
      </Field>
    </Dialog>
  );
}

function NewPassword({ user, onClose }: Props) {
  const t = useT();
  const [password] = useState(newPassword);
  const [done, setDone] = useState(false);
  const save = useSaving(() => setPassword(user, password), () => setDone(true));
  if (done) return <FirstPassword title={t('people.password_title', { name: user.name })} user={user} password={password} onClose={onClose} />;
  return (
    <Dialog title={t('people.password_title', { name: user.name })} ok={t('people.password_ok')} busy={save.isPending} error={save.error} conflict={save.conflict} onOk={save.mutate} onClose={onClose}>
      <p className="quiet">{t('people.password_hint')}</p>
    </Dialog>
  );
}

function AddGrant({ user, onClose }: Props) {
  const t = useT();
  const me = useMe();
  const [grant, setGrant] = useState<UserGrant>({ role_id: '', shop_id: mayEverywhere(me, 'user.manage') && me.shops.length !== 1 ? '' : (me.shops[0]?.id ?? '') });
  const save = useSaving(() => grantRole(user, grant), onClose);
  return (
    <Dialog
      title={t('people.grant_title', { name: user.name })} ok={t('people.grant_ok')} busy={save.isPending} disabled={!grant.role_id}
      error={save.error} conflict={save.conflict} onOk={save.mutate} onClose={onClose}
    >
      <GrantFields grant={grant} onChange={setGrant} />
    </Dialog>
  );
}

interface AskProps extends Props {
  name: 'revoke' | 'sign_out' | 'disable' | 'enable';
  role?: string;
  danger?: boolean;
  change(user: User): Promise<User>;
}

/** Asks before something that others feel at once, and says what will happen. */
function Ask({ user, name, role = '', danger, change, onClose }: AskProps) {
  const t = useT();
  const save = useSaving(() => change(user), onClose);
  return (
    <Dialog
      title={t(`people.${name}_title`, { name: user.name, role })} ok={t(`people.${name}_ok`)} busy={save.isPending} danger={danger}
      error={save.error} conflict={save.conflict} width={440} onOk={save.mutate} onClose={onClose}
    >
      <p className="quiet">{t(`people.${name}_hint`)}</p>
    </Dialog>
  );
}
