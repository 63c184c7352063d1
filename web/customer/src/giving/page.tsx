import { useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from '../ui/icons';
import { useStore } from '../ui/store';
import { momentOf } from '../ui/when';
import type { Basket, Parcel } from './basket';
import type { Asked, Given, Giving } from './wire';

const ACCEPT = 'image/*,video/*,application/pdf';

/** What a buyer is asked to show, and a way to show it. */
export function Page({ basket }: { basket: Basket }) {
  const { giving, refused, away, busy } = useStore(basket);
  const missing = giving?.pieces.filter(({ piece }) => !giving.items.some((each) => each.piece === piece)).length ?? 0;
  return (
    <div class="page giving">
      <header class="page-head">
        <p>{giving?.shop}</p>
        <h1>{t('giving.page')}</h1>
      </header>
      <p class="page-line" role="status">{away && giving && t('error.network')}</p>
      <main>
        {giving && (
          <>
            {giving.words && <p class="card giving-words">{giving.words}</p>}
            {giving.pieces.map((asked) => <Piece key={asked.piece + asked.text} basket={basket} giving={giving} asked={asked} />)}
            <p class={missing || busy ? 'giving-state' : 'giving-state complete'} role="status">
              {busy ? t('giving.keep_open') : missing ? t('giving.missing', { n: missing }) : t('giving.complete')}
            </p>
            <p class="page-foot">{t('giving.private', { time: momentOf(Date.parse(giving.ends_at), basket.clock.now(), giving.zone) })}</p>
          </>
        )}
        {!giving && !refused && !away && <p class="page-note">{t('giving.loading')}</p>}
        {!giving && away && (
          <div class="card" role="alert">
            <p>{t('error.network')}</p>
            <button class="plain-button" onClick={() => void basket.look()}>{t('app.retry')}</button>
          </div>
        )}
        {refused && (
          <section class="card gone" role="alert">
            <h2>{t('giving.over')}</h2>
            <p>{refused}</p>
          </section>
        )}
      </main>
    </div>
  );
}

function Piece({ basket, giving, asked }: { basket: Basket; giving: Giving; asked: Asked }) {
  const camera = useRef<HTMLInputElement>(null);
  const album = useRef<HTMLInputElement>(null);
  const given = giving.items.filter(({ piece }) => piece === asked.piece);
  const parcels = basket.parcels.filter(({ piece }) => piece === asked.piece);
  const take = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    basket.add(asked.piece, files);
  };
  return (
    <section class="card giving-piece" aria-label={asked.text}>
      <header>
        <h2>{asked.text}</h2>
        {given.length > 0 && <span class="giving-count"><Icon name="check" size={14} />{t('giving.count', { n: given.length })}</span>}
      </header>
      {given.length + parcels.length > 0 && (
        <ul class="giving-files">
          {given.map((each) => <li key={each.id + each.piece}><Had basket={basket} item={each} /></li>)}
          {parcels.map((each) => <li key={each.key}><Way basket={basket} parcel={each} /></li>)}
        </ul>
      )}
      {parcels.filter(({ state }) => state === 'failed').map((each) => <Failed key={each.key} basket={basket} parcel={each} />)}
      <div class="giving-ways">
        <button class="strong" onClick={() => camera.current?.click()}><Icon name="camera" size={20} />{t('giving.camera')}</button>
        <button onClick={() => album.current?.click()}><Icon name="photo" size={20} />{t('giving.album')}</button>
      </div>
      <input ref={camera} class="hidden" type="file" accept="image/*" capture="environment" tabIndex={-1} aria-label={t('giving.camera')} onChange={take} />
      <input ref={album} class="hidden" type="file" accept={ACCEPT} multiple tabIndex={-1} aria-label={t('giving.album')} onChange={take} />
    </section>
  );
}

// What was given already.
function Had({ basket, item }: { basket: Basket; item: Given }) {
  const thumb = basket.thumbs.get(item.id);
  return (
    <div class="giving-file done">
      {thumb ? <img src={thumb} alt={item.name} /> : <span><Icon name={item.media_type.startsWith('video/') ? 'film' : 'file'} />{item.name}</span>}
      <i><Icon name="check" size={14} /></i>
    </div>
  );
}

// What is on its way.
function Way({ basket, parcel }: { basket: Basket; parcel: Parcel }) {
  const share = Math.min(100, Math.floor((100 * parcel.sent) / Math.max(1, parcel.size)));
  const words = { queued: 'giving.queued', preparing: 'giving.preparing', waiting: 'giving.waiting' } as const;
  const { state, preview, file } = parcel;
  return (
    <div class={`giving-file ${state}`}>
      {preview ? <img src={preview} alt={file.name} /> : <span><Icon name={file.type.startsWith('video/') ? 'film' : 'file'} />{file.name}</span>}
      {state !== 'failed' && state !== 'done' && (
        <p role="progressbar" aria-valuenow={share} aria-label={file.name}>
          <b>{state === 'sending' ? `${share}%` : t(words[state])}</b>
          <em style={{ width: `${share}%` }} />
        </p>
      )}
      {state === 'failed' && <p><Icon name="alert" size={22} /></p>}
      {state !== 'done' && <button class="giving-drop" aria-label={t('giving.drop', { name: file.name })} onClick={() => basket.drop(parcel)}><Icon name="close" size={14} /></button>}
    </div>
  );
}

function Failed({ basket, parcel }: { basket: Basket; parcel: Parcel }) {
  return (
    <p class="giving-failed" role="alert">
      <span>{parcel.error}</span>
      <button class="plain-link" onClick={() => basket.retry(parcel)}>{t('app.retry')}</button>
    </p>
  );
}
