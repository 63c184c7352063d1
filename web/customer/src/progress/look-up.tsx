import { useState } from 'preact/hooks';
import { useAnswer } from '../complaint/question';
import { t } from '../i18n';
import type { Tracker } from './tracker';

/** Opens a case with its number and the service code; says first why a link did not. */
export function LookUp({ tracker, refused }: { tracker: Tracker; refused: string }) {
  const [number, setNumber] = useState('');
  const [code, setCode] = useState('');
  const { busy, error, send } = useAnswer();
  const ready = number.trim() && code.trim();
  const submit = (e: Event) => {
    e.preventDefault();
    if (ready) void send(async () => { location.hash = await tracker.lookUp(number.trim(), code.trim()); });
  };
  return (
    <>
      {refused && (
        <section class="card gone" role="alert">
          <h2>{t('progress.over')}</h2>
          <p>{refused}</p>
        </section>
      )}
      <form class="card look-up" onSubmit={submit}>
        <h2>{t('look_up.title')}</h2>
        <p>{t('look_up.hint')}</p>
        <label>
          {t('look_up.number')}
          <input value={number} maxLength={64} autocomplete="off" autocapitalize="characters" spellcheck={false} placeholder="A260304-001" onInput={(e) => setNumber(e.currentTarget.value)} />
        </label>
        <label>
          {t('code.title')}
          <input value={code} maxLength={64} autocomplete="off" autocapitalize="characters" spellcheck={false} placeholder="XXXX-XXXX-XXXX" onInput={(e) => setCode(e.currentTarget.value)} />
        </label>
        <div class="choices"><button class="strong" disabled={busy || !ready}>{t('look_up.submit')}</button></div>
        {error && <p class="reason" role="alert">{error}</p>}
      </form>
    </>
  );
}
