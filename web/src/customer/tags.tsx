import { TagsOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import type { CustomerCard, CustomerTag } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Mark } from './mark';
import { setTags, tagsQuery, updateTag, useAct, useCustomersChanged } from './api';

export function TagList({ tags }: { tags: CustomerTag[] }) {
  return <>{tags.map((each) => <Mark key={each.id} colour={each.colour}>{each.name}</Mark>)}</>;
}

/** Opens the form for the tags of a customer: those of the shop, and new ones by typing them. */
export function TagsButton({ card }: { card: CustomerCard }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<TagsOutlined />} onClick={() => setOpen(true)}>{t('customers.tags')}</Button>
      {open && <TagsDialog card={card} onClose={() => setOpen(false)} />}
    </>
  );
}

const colours: CustomerTag['colour'][] = ['green', 'blue', 'purple', 'magenta', 'red', 'orange', 'gold', 'cyan'];

function TagsDialog({ card, onClose }: { card: CustomerCard; onClose(): void }) {
  const t = useT();
  const known = useQuery(tagsQuery(card.shop.id));
  const [names, setNames] = useState(() => card.tags.map((each) => each.name));
  const refresh = useCustomersChanged();
  const change = useChange({ save: () => setTags(card, names), saved: async () => (await refresh(), onClose()), refresh });
  return (
    <Dialog
      title={t('customers.tags')} ok={t('customers.save')} busy={change.isPending} error={change.error} conflict={change.conflict}
      onOk={() => change.mutate()} onClose={onClose}
    >
      <Field label={t('customers.tags')} hint={t('customers.tags_hint')}>
        {(id) => (
          <Select
            id={id} className="wide" mode="tags" value={names} onChange={setNames} tokenSeparators={[',', '\uff0c', ' ']} maxCount={12}
            options={(known.data ?? []).map((each) => ({ value: each.name, label: each.name }))}
          />
        )}
      </Field>
      <ul className="tag-colours">{card.tags.map((each) => <Colours key={each.id} tag={each} />)}</ul>
    </Dialog>
  );
}

/** The colour of a tag, for all customers of the shop who have it. */
function Colours({ tag }: { tag: CustomerTag }) {
  const t = useT();
  const act = useAct();
  return (
    <li>
      <Mark colour={tag.colour}>{tag.name}</Mark>
      <Select
        size="small" aria-label={t('customers.tag_colour', { name: tag.name })} value={tag.colour} loading={act.isPending}
        onChange={(colour) => act.mutate(() => updateTag(tag, { name: tag.name, colour }))}
        options={colours.map((value) => ({ value, label: <Mark colour={value}>{t(`customers.colour.${value}`)}</Mark> }))}
      />
    </li>
  );
}
