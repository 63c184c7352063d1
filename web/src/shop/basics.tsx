import { Input, Select } from 'antd';
import { useState } from 'react';
import { besides, fieldsOf } from '../api/problem';
import type { Shop } from '../api/wire';
import { useT } from '../i18n';
import { CopyButton } from '../ui/copy';
import { Field } from '../ui/field';
import { SaveBar } from './save_bar';
import { useShopPart } from './saving';
import { snippetOf } from './snippet';

/** The name of a shop, and what puts its chat on a page. */
export function Basics({ shop }: { shop: Shop }) {
  const t = useT();
  const part = useShopPart(shop, { name: shop.name }, ({ name }) => ({ name: name.trim() }));
  return (
    <form onSubmit={part.submit} aria-label={t('shops.basics')}>
      <section className="settings-part settings-fields">
        <h2>{t('shops.basics')}</h2>
        <p className="quiet">{t('shops.basics_hint')}</p>
        <Field label={t('shops.name')} required error={fieldsOf(part.save.error).name} hint={t('shops.name_hint')}>
          {(id) => <Input id={id} value={part.draft.name} maxLength={60} autoComplete="off" onChange={({ target }) => part.fill({ name: target.value })} />}
        </Field>
      </section>
      <Embed shop={shop} />
      <SaveBar
        changed={part.changed} ready={part.draft.name.trim() !== ''} busy={part.save.isPending} conflict={part.save.conflict}
        error={besides(part.save.error, (field) => field === 'name')} onUndo={part.undo}
      />
    </form>
  );
}

const usual = '#0d7a6f';

function Embed({ shop }: { shop: Shop }) {
  const t = useT();
  const [colour, setColour] = useState(usual);
  const [language, setLanguage] = useState('');
  const snippet = snippetOf(location.origin, shop.key, colour === usual ? '' : colour, language);
  return (
    <section className="settings-part">
      <h2>{t('embed.title')}</h2>
      <p className="quiet">{t('embed.hint')}</p>
      <div className="embed-options">
        <label>{t('embed.colour')}<Input type="color" value={colour} onChange={({ target }) => setColour(target.value)} /></label>
        <label htmlFor="embed-language">{t('embed.language')}</label>
        <Select
          id="embed-language" value={language} onChange={setLanguage} popupMatchSelectWidth={false}
          options={[{ value: '', label: t('embed.language_auto') }, { value: 'zh', label: t('embed.language_zh') }, { value: 'en', label: t('embed.language_en') }]}
        />
      </div>
      <div className="embed"><pre tabIndex={0} aria-label={t('embed.title')}>{snippet}</pre><CopyButton text={snippet} label={t('embed.copy')} /></div>
      <p className="quiet">{t('embed.more', { attribute: 'data-anxin-open', key: shop.key })}</p>
    </section>
  );
}
