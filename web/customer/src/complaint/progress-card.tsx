import type { OwnCase } from '../conversation/wire';
import { t } from '../i18n';
import { Icon } from '../ui/icons';
import { stages } from './stages';

/** Leads the buyer to how their case is getting on. */
export function ProgressCard({ own, text }: { own: OwnCase; text: string }) {
  // The words end with the address for those who see no cards.
  const words = text.split('\n').filter((line) => !/^https?:\/\//.test(line)).join('\n');
  return (
    <section class="card progress">
      <header>
        <Icon name="folder" size={17} />
        <h2>{t('progress.title')}</h2>
        <span class="badge">{t(stages[own.stage])}</span>
      </header>
      <p>{words}</p>
      <a class="wide-link" href={own.url} target="_blank" rel="noopener">{t('progress.open')}</a>
    </section>
  );
}
