import { InputNumber } from 'antd';
import { besides, fieldsOf } from '../api/problem';
import type { Shop, ShopSettings } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Field } from '../ui/field';
import { SaveBar } from './save_bar';
import { useShopPart } from './saving';

type Numbers = Record<string, number>;

/** What of the settings is a number, in the order in which a complaint meets it. */
function numbersOf(settings: ShopSettings): Numbers {
  const order = ['response_target_minutes', 'commitment_grace_minutes'];
  const names = Object.entries(settings).filter(([, value]) => typeof value === 'number').map(([name]) => name);
  const sorted = [...order.filter((name) => names.includes(name)), ...names.filter((name) => !order.includes(name))];
  return Object.fromEntries(sorted.map((name) => [name, settings[name as keyof ShopSettings] as number]));
}

const fen = 100; // of a yuan
const factorOf = (name: string) => (name.endsWith('_fen') ? fen : 1);
const unitOf = (name: string) => name.slice(name.lastIndexOf('_') + 1);

/** How long things may take in a shop, and from which amount on. */
export function LimitsPart({ shop }: { shop: Shop }) {
  const t = useT();
  const saved = numbersOf(shop.settings);
  const part = useShopPart(shop, saved, (numbers) => ({ settings: { ...shop.settings, ...numbers } }));
  const errors = fieldsOf(part.save.error);
  return (
    <form onSubmit={part.submit} aria-label={t('limits.title')}>
      <section className="settings-part settings-fields">
        <h2>{t('limits.title')}</h2>
        <p className="quiet">{t('limits.hint')}</p>
        {Object.keys(saved).map((name) => (
          <Field key={name} label={tOr(`limits.${name}`, name)} required error={errors[`settings.${name}`]} hint={tOr(`limits.${name}.hint`, '')}>
            {(id) => (
              <InputNumber
                id={id} className="limit" min={0} max={10_000} precision={name.endsWith('_fen') ? 2 : 0} value={part.draft[name]! / factorOf(name)} suffix={tOr(`limits.unit.${unitOf(name)}`, '')}
                onChange={(value) => value !== null && part.fill({ [name]: Math.round(value * factorOf(name)) })}
              />
            )}
          </Field>
        ))}
      </section>
      <SaveBar
        changed={part.changed} busy={part.save.isPending} conflict={part.save.conflict} hint={t('limits.takes_effect')}
        error={besides(part.save.error, (field) => field.startsWith('settings.'))} onUndo={part.undo}
      />
    </form>
  );
}
