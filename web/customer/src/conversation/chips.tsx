import { t } from '../i18n';

interface Props {
  insert(words: string): void;
  send(words: string): void;
  photos(): void;
}

/** The usual wishes, one tap away. */
export function Chips({ insert, send, photos }: Props) {
  return (
    <div class="chips" role="group" aria-label={t('chip.label')}>
      <button onClick={() => insert(t('chip.refund.text'))}>{t('chip.refund')}</button>
      <button onClick={() => insert(t('chip.exchange.text'))}>{t('chip.exchange')}</button>
      <button onClick={photos}>{t('chip.photos')}</button>
      <button onClick={() => send(t('chip.person.text'))}>{t('chip.person')}</button>
    </div>
  );
}
