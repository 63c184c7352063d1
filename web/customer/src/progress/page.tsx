import { t } from '../i18n';
import { useStore } from '../ui/store';
import { CaseView } from './case-view';
import { LookUp } from './look-up';
import type { Tracker } from './tracker';

/** The progress of a case; without a link that works, the way to one. */
export function Page({ tracker }: { tracker: Tracker }) {
  const { progress, refused, known, away } = useStore(tracker);
  return (
    <div class="page">
      <header class="page-head">
        <p>{progress?.shop.name}</p>
        <h1>{t('progress.title')}</h1>
      </header>
      <p class="page-line" role="status">{away && progress && t('link.reconnecting')}</p>
      <main>
        {progress && <CaseView tracker={tracker} progress={progress} />}
        {!progress && known && !refused && !away && <p class="page-note">{t('progress.loading')}</p>}
        {!progress && away && (
          <div class="card" role="alert">
            <p>{t('error.network')}</p>
            <button class="plain-button" onClick={() => void tracker.look()}>{t('app.retry')}</button>
          </div>
        )}
        {!progress && (!known || refused) && <LookUp tracker={tracker} refused={refused} />}
      </main>
    </div>
  );
}
