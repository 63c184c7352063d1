import { t } from '../i18n';
import { Icon } from '../ui/icons';

/** Asks the buyer to show what happened. The words end with the address of the page, while it works. */
export function EvidenceCard({ text }: { text: string }) {
  const lines = text.split('\n');
  const address = lines.find((line) => /^https?:\/\//.test(line));
  return (
    <section class="card progress">
      <header>
        <Icon name="camera" size={17} />
        <h2>{t('evidence.title')}</h2>
      </header>
      <p class="evidence-asked">{lines.filter((line) => line !== address).join('\n')}</p>
      {address ? <a class="wide-link" href={address} target="_blank" rel="noopener">{t('evidence.open')}</a> : <p class="evidence-over">{t('evidence.over')}</p>}
    </section>
  );
}
