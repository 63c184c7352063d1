import { useQuery } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { User, UserGrant } from '../api/wire';
import { useT } from '../i18n';
import { CopyButton } from '../ui/copy';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { mayEverywhere, useMe } from './api';
import { GrantFields } from './grant_fields';
import { createUser, usePeopleChanged } from './people_api';
import { rolesQuery } from './roles_api';
import { newPassword } from './secret';

interface Draft {
  name: string;
  login: string;
  grant: UserGrant;
  /** The same while the words are the same, so that the server makes one person. */
  key: string;
}

/** Adds a colleague; what they sign in with is then shown once. */
export function AddPerson({ onClose }: { onClose(): void }) {
  const t = useT();
  const me = useMe();
  const roles = useQuery(rolesQuery);
  const first = mayEverywhere(me, 'user.manage') && me.shops.length !== 1 ? '' : (me.shops[0]?.id ?? '');
  const [draft, setDraft] = useState<Draft>(() => ({ name: '', login: '', grant: { role_id: '', shop_id: first }, key: newKey() }));
  const [password] = useState(newPassword);
  const [made, setMade] = useState<User>();
  const changed = usePeopleChanged();
  const add = useChange({
    save: () => createUser({ name: draft.name.trim(), login: draft.login.trim(), password, provisional: true, grants: draft.grant.role_id ? [draft.grant] : [] }, draft.key),
    saved: async (user) => {
      await changed();
      setMade(user);
    },
    refresh: () => roles.refetch(),
  });
  const fill = (part: Partial<Draft>) => setDraft({ ...draft, ...part, key: newKey() });
  const errors = fieldsOf(add.error);
  if (made) return <FirstPassword title={t('people.added', { name: made.name })} user={made} password={password} onClose={onClose} />;
  return (
    <Dialog
      title={t('people.add')} ok={t('people.add_ok')} busy={add.isPending} disabled={!draft.name.trim() || !draft.login.trim() || !draft.grant.role_id}
      error={besides(add.error, (field) => field in { name: 1, login: 1, grants: 1 })} onOk={add.mutate} onClose={onClose}
    >
      <Field label={t('people.name')} required error={errors.name} hint={t('people.name_hint')}>
        {(id) => <Input id={id} autoFocus value={draft.name} autoComplete="off" onChange={(event) => fill({ name: event.target.value })} />}
      </Field>
      <Field label={t('people.login')} required error={errors.login} hint={t('people.login_hint')}>
        {(id) => <Input id={id} value={draft.login} autoComplete="off" autoCapitalize="none" onChange={(event) => fill({ login: event.target.value })} />}
      </Field>
      <GrantFields grant={draft.grant} error={errors.grants} onChange={(grant) => fill({ grant })} />
      <p className="quiet">{t('people.add_hint')}</p>
    </Dialog>
  );
}

/** What somebody signs in with, on screen this once. */
export function FirstPassword({ title, user, password, onClose }: { title: string; user: User; password: string; onClose(): void }) {
  const t = useT();
  return (
    <Modal
      open title={title} width={440} okText={t('people.password_noted')} onOk={onClose} onCancel={onClose}
      cancelButtonProps={{ hidden: true }} mask={{ closable: false }} keyboard={false}
    >
      <p className="quiet">{t('people.password_once')}</p>
      <dl className="secret">
        <div><dt>{t('people.login')}</dt><dd>{user.login}</dd></div>
        <div><dt>{t('people.password')}</dt><dd>{password}</dd></div>
      </dl>
      <CopyButton text={t('people.password_text', { address: location.origin, login: user.login, password })} label={t('people.password_copy')} />
    </Modal>
  );
}
