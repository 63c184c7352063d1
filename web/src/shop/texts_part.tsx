import { Button, Input } from 'antd';
import { besides, fieldsOf } from '../api/problem';
import type { Shop } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { SaveBar } from './save_bar';
import { useShopPart } from './saving';

const texts = ['ack_open', 'ack_closed'] as const;
const places = ['agent', 'minutes', 'opens_at'] as const;

/** What a shop says by itself, in its own voice. */
export function TextsPart({ shop }: { shop: Shop }) {
  const t = useT();
  const part = useShopPart(shop, shop.settings.texts, (changed) => ({ settings: { ...shop.settings, texts: changed } }));
  const errors = fieldsOf(part.save.error);
  const sample = (text: string) => text
    .replaceAll('{agent}', t('texts.sample.agent')).replaceAll('{minutes}', String(shop.settings.response_target_minutes)).replaceAll('{opens_at}', t('texts.sample.opens_at'));
  return (
    <form onSubmit={part.submit} aria-label={t('texts.title')}>
      {texts.map((name) => (
        <section key={name} className="settings-part">
          <h2>{t(`texts.${name}`)}</h2>
          <p className="quiet">{t(`texts.${name}.hint`)}</p>
          <div className="text-pair">
            <div>
              <Field label={t('texts.own')} error={errors[`settings.texts.${name}`]} hint={t('texts.own_hint')}>
                {(id) => (
                  <Input.TextArea
                    id={id} rows={4} maxLength={500} showCount value={part.draft[name]} placeholder={t(`texts.${name}.usual`)}
                    onChange={({ target }) => part.fill({ [name]: target.value })}
                  />
                )}
              </Field>
              <div className="places">
                <span className="quiet">{t('texts.places')}</span>
                {places.map((place) => (
                  <Button key={place} size="small" onClick={() => part.fill({ [name]: `${part.draft[name]}{${place}}` })}>{t(`texts.place.${place}`)}</Button>
                ))}
              </div>
            </div>
            <figure className="text-sample">
              <figcaption className="quiet">{t('texts.sample')}</figcaption>
              <p>{sample(part.draft[name].trim() || t(`texts.${name}.usual`))}</p>
            </figure>
          </div>
        </section>
      ))}
      <SaveBar
        changed={part.changed} busy={part.save.isPending} conflict={part.save.conflict}
        error={besides(part.save.error, (field) => field.startsWith('settings.texts.'))} onUndo={part.undo}
      />
    </form>
  );
}
