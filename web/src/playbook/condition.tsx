import { Button, Dropdown } from 'antd';
import type { PlaybookFact } from '../api/wire';
import { useT } from '../i18n';
import { own } from './api';
import { Line } from './fields';

interface Props {
  label: string;
  hint?: string;
  value: string;
  facts: PlaybookFact[];
  onChange(next: string): void;
}

/** A condition, written out, with a list of the facts of which it may speak. */
export function Condition({ label, hint, value, facts, onChange }: Props) {
  const t = useT();
  const items = facts.map((each) => ({
    key: each.name, label: `${own(each.title)} · ${each.name}`, onClick: () => onChange([value, begin(each)].filter(Boolean).join(' && ')),
  }));
  return (
    <div className="playbook-condition">
      <Line label={label} hint={hint ?? t('playbook.condition_hint')} code value={value} onChange={onChange} />
      <Dropdown trigger={['click']} menu={{ items, className: 'playbook-facts' }}><Button size="small" type="link">{t('playbook.add_fact')}</Button></Dropdown>
    </div>
  );
}

/** How a condition about a fact begins. */
function begin({ name, type, values }: PlaybookFact): string {
  switch (type) {
    case 'yesno': return name;
    case 'choice': return `${name} == "${values[0]?.code ?? ''}"`;
    case 'text': return `${name} != ""`;
    default: return `${name} >= 1`;
  }
}
