import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Switch } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import type { Automation } from '../api/wire';
import { settingQuery } from '../assignment/api';
import { useT } from '../i18n';
import { Problem } from '../ui/problem';
import { Empty, Failure, Loading } from '../ui/states';
import { keys, moveRule, removeRule, rulesQuery, switchRule } from './api';
import { Editor } from './editor';
import { Log } from './log';
import { actText, ruleText } from './words';
import './said';
import './automation.css';

/** What a shop has done by itself: the rules in their order, and what they did. */
export function AutomationPart({ shop, zone }: { shop: string; zone: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(rulesQuery(shop));
  const [editing, setEditing] = useState<Automation | 'new'>();
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />;
  const close = () => setEditing(undefined);
  return (
    <>
      <section className="settings-part">
        <h2>{t('shops.part.automation')}</h2>
        <p className="quiet">{t('automation.hint')}</p>
        {data.length === 0 && editing !== 'new' && <Empty title={t('automation.none')} hint={t('automation.none_hint')} />}
        <ol className="automations">
          {data.map((each, index) => (
            <li key={each.id}>
              {editing !== 'new' && editing?.id === each.id
                ? <Editor shop={shop} zone={zone} rule={each} onClose={close} />
                : <Row shop={shop} rule={each} first={index === 0} last={index === data.length - 1} onEdit={() => setEditing(each)} />}
            </li>
          ))}
        </ol>
        {editing === 'new' ? <Editor shop={shop} zone={zone} onClose={close} /> : <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('automation.add')}</Button>}
      </section>
      <Log shop={shop} zone={zone} />
    </>
  );
}

function Row({ shop, rule, first, last, onEdit }: { shop: string; rule: Automation; first: boolean; last: boolean; onEdit(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const { data: setting } = useQuery(settingQuery(shop));
  const names = Object.fromEntries((setting?.members ?? []).map((each) => [each.id, each.name]));
  const refresh = () => cache.invalidateQueries({ queryKey: keys.rules(shop) });
  const [what, setWhat] = useState<() => Promise<unknown>>();
  const act = useChange({ save: () => what!(), saved: refresh, refresh });
  const run = (next: () => Promise<unknown>) => {
    setWhat(() => next);
    setTimeout(() => act.mutate());
  };
  return (
    <div className={rule.on ? 'automation' : 'automation automation-off'}>
      <Switch size="small" checked={rule.on} aria-label={t('automation.switch', { name: rule.name })} onChange={(on) => run(() => switchRule(rule, on))} />
      <div>
        <b>{rule.name}</b>
        <p>{ruleText(rule)}</p>
        <p>{rule.acts.map((each) => actText(each, names)).join(t('automation.then'))}</p>
        <Problem error={act.error} conflict={act.conflict} />
      </div>
      <span className="automation-acts">
        <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={first} aria-label={t('automation.up', { name: rule.name })} onClick={() => run(() => moveRule(rule, true))} />
        <Button size="small" type="text" icon={<ArrowDownOutlined />} disabled={last} aria-label={t('automation.down', { name: rule.name })} onClick={() => run(() => moveRule(rule, false))} />
        <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('automation.edit', { name: rule.name })} onClick={onEdit} />
        <Popconfirm title={t('automation.remove_sure')} okText={t('automation.remove_yes')} cancelText={t('act.cancel')} onConfirm={() => run(() => removeRule(rule))}>
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('automation.remove', { name: rule.name })} />
        </Popconfirm>
      </span>
    </div>
  );
}
