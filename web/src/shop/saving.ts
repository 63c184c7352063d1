import { App } from 'antd';
import { useState, type FormEvent } from 'react';
import { useChange } from '../api/change';
import type { Shop } from '../api/wire';
import { useT } from '../i18n';
import { updateShop, useShopsChanged, type ShopChange } from './api';
import { same } from './hours';

/**
 * A part of a shop in a form: what is saved, with what was typed over it. When somebody else saves something, the
 * typed stays and the rest follows.
 */
export function useShopPart<T extends object>(shop: Shop, saved: T, changeOf: (draft: T) => ShopChange) {
  const t = useT();
  const { message } = App.useApp();
  const refresh = useShopsChanged();
  const [typed, setTyped] = useState<Partial<T>>({});
  const draft = { ...saved, ...typed };
  const save = useChange({
    save: () => updateShop(shop, changeOf(draft)),
    saved: async () => {
      await refresh();
      setTyped({});
      void message.success(t('shops.saved'));
    },
    refresh,
  });
  const changed = !same(draft, saved);
  return {
    draft, save, changed,
    fill: (part: Partial<T>) => setTyped({ ...typed, ...part }),
    undo: () => {
      setTyped({});
      save.reset();
    },
    submit: (event: FormEvent) => {
      event.preventDefault();
      if (changed && !save.isPending) save.mutate();
    },
  };
}
