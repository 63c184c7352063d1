import { Button, Input, Radio } from 'antd';
import { useMemo, useState } from 'react';
import { newKey } from '../api/client';
import { useChange } from '../api/change';
import type { CustomerCard } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { dayTime } from '../ui/time';
import { recordConsent, useCustomersChanged, type ConsentHow, type ConsentKind } from './api';

const kinds: ConsentKind[] = ['phone', 'sms', 'marketing'];
const hows: ConsentHow[] = ['chat', 'call', 'form'];

/** What they agreed to. Who was not asked has not agreed. */
export function Consents({ card, mayWrite }: { card: CustomerCard; mayWrite: boolean }) {
  const t = useT();
  const now = useNow();
  const [asked, setAsked] = useState<ConsentKind>();
  return (
    <>
      <ul className="consents">
        {kinds.map((kind) => {
          const given = card.consents.find((each) => each.kind === kind);
          const state = given === undefined ? 'unasked' : given.agreed ? 'agreed' : 'refused';
          return (
            <li key={kind}>
              <span>{t(`customers.consent.${kind}`)}</span>
              <b className={`consent-${state}`}>{t(`customers.consent_${state}`)}</b>
              {mayWrite && <Button size="small" type="text" onClick={() => setAsked(kind)}>{t('customers.consent_record')}</Button>}
              {given && <em>{t('customers.consent_when', { time: dayTime(Date.parse(given.at), now, card.shop.zone), how: t(`customers.how.${given.how}`), by: given.by.name || t('brand') })}{given.words && ` “${given.words}”`}</em>}
            </li>
          );
        })}
      </ul>
      {asked && <ConsentDialog card={card} kind={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function ConsentDialog({ card, kind, onClose }: { card: CustomerCard; kind: ConsentKind; onClose(): void }) {
  const t = useT();
  const [draft, setDraft] = useState({ agreed: true, how: 'chat' as ConsentHow, words: '' });
  const key = useMemo(() => ({ of: [draft, card.version], key: newKey() }).key, [draft, card.version]);
  const refresh = useCustomersChanged();
  const change = useChange({ save: () => recordConsent(card, { kind, ...draft }, key), saved: async () => (await refresh(), onClose()), refresh });
  return (
    <Dialog
      title={t(`customers.consent.${kind}`)} ok={t('customers.save')} busy={change.isPending} error={change.error} conflict={change.conflict}
      onOk={() => change.mutate()} onClose={onClose}
    >
      <Field label={t('customers.consent_said')}>
        {(id) => (
          <Radio.Group id={id} value={draft.agreed} onChange={({ target }) => setDraft({ ...draft, agreed: target.value })}>
            <Radio value>{t('customers.consent_agreed')}</Radio>
            <Radio value={false}>{t('customers.consent_refused')}</Radio>
          </Radio.Group>
        )}
      </Field>
      <Field label={t('customers.consent_how')}>
        {(id) => (
          <Radio.Group id={id} value={draft.how} onChange={({ target }) => setDraft({ ...draft, how: target.value })}>
            {hows.map((each) => <Radio key={each} value={each}>{t(`customers.how.${each}`)}</Radio>)}
          </Radio.Group>
        )}
      </Field>
      <Field label={t('customers.consent_words')}>
        {(id) => <Input id={id} maxLength={200} value={draft.words} onChange={({ target }) => setDraft({ ...draft, words: target.value })} />}
      </Field>
    </Dialog>
  );
}
