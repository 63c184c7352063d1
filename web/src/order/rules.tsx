import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import type { ReturnRule } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Failure, Loading } from '../ui/states';
import { rulesQuery, setRule } from './api';
import { keys } from './keys';

/** For how many days goods of each class may be returned in a shop. */
export function RulesDrawer({ shop, mayWrite, onClose }: { shop: string; mayWrite: boolean; onClose(): void }) {
  const t = useT();
  const { data, error, refetch } = useQuery(rulesQuery(shop));
  const [editing, setEditing] = useState<ReturnRule | null>(null);
  return (
    <Drawer open size={560} title={t('rule.title')} onClose={onClose}>
      <p className="quiet">{t('rule.hint')}</p>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {data && (
        <table className="list-table rules-table">
          <thead><tr><th>{t('product.class')}</th><th>{t('rule.days')}</th><th>{t('rule.whose')}</th><th><span className="sr-only">{t('wall.acts')}</span></th></tr></thead>
          <tbody>
            {data.map((each) => (
              <tr key={each.goods_class}>
                <td>{t(each.goods_class ? `goods.${each.goods_class}` : 'rule.others')}</td>
                <td><Days rule={each} /></td>
                <td>{t(each.own ? 'rule.own' : each.like_others ? 'rule.like_others' : 'rule.house')}</td>
                <td className="list-acts">{mayWrite && <Button size="small" onClick={() => setEditing(each)}>{t('act.edit')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing && <RuleDialog shop={shop} rule={editing} onClose={() => setEditing(null)} />}
    </Drawer>
  );
}

function Days({ rule: { days } }: { rule: ReturnRule }) {
  const t = useT();
  if (days === null) return t('rule.depends');
  return days === 0 ? t('rule.none') : t('rule.n_days', { n: days });
}

type Way = 'house' | 'days' | 'none' | 'depends';

function RuleDialog({ shop, rule, onClose }: { shop: string; rule: ReturnRule; onClose(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const [way, setWay] = useState<Way>(wayOf(rule));
  const [days, setDays] = useState<number | null>(rule.days || 7);
  const said = way === 'days' ? days : way === 'none' ? 0 : null;
  const refresh = () => Promise.all([cache.invalidateQueries({ queryKey: keys.rules }), cache.invalidateQueries({ queryKey: keys.all })]);
  const change = useChange({
    save: () => setRule(shop, { goods_class: rule.goods_class, own: way !== 'house', days: said, version: rule.version }),
    saved: () => { void refresh(); onClose(); }, refresh,
  });
  return (
    <Dialog
      title={t('rule.edit', { goods: t(rule.goods_class ? `goods.${rule.goods_class}` : 'rule.others') })} ok={t('act.save')} busy={change.isPending} error={change.error}
      conflict={change.conflict} disabled={way === 'days' && !days} onOk={() => change.mutate()} onClose={onClose}
    >
      <Radio.Group className="rule-ways" value={way} onChange={(event) => setWay(event.target.value as Way)}
        options={(['house', 'days', 'none', 'depends'] as const).map((value) => ({ value, label: t(`rule.way.${value}`) }))} />
      {way === 'days' && (
        <Field label={t('rule.days')} hint={t('rule.days_hint')} required>
          {(id) => <InputNumber id={id} min={1} max={3650} precision={0} value={days} suffix={t('product.day')} onChange={setDays} />}
        </Field>
      )}
    </Dialog>
  );
}

function wayOf({ own, days }: ReturnRule): Way {
  if (!own) return 'house';
  if (days === null) return 'depends';
  return days === 0 ? 'none' : 'days';
}
