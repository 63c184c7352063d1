import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../conversation/conversation';
import type { OwnCase } from '../conversation/wire';
import { t } from '../i18n';
import { Icon } from '../ui/icons';
import { useAnswer } from './question';
import { stages } from './stages';

interface Props {
  conversation: Conversation;
  onClose(): void;
}

/** The buyer's cases and service code, and the way back for who has a code from elsewhere. */
export function OwnSheet({ conversation, onClose }: Props) {
  const { own, session } = conversation;
  const [error, setError] = useState('');
  const close = useRef<HTMLButtonElement>(null);
  const load = () => {
    setError('');
    conversation.loadOwn().catch((refusal: Error) => setError(refusal.message));
  };
  useEffect(() => {
    close.current?.focus();
    if (session) load();
  }, [session?.conversation_id]);
  useEscapeFirst(onClose);
  return (
    <section class="sheet" role="dialog" aria-modal="true" aria-label={t('own.title')}>
      <header>
        <h2>{t('own.title')}</h2>
        <button ref={close} class="tool" aria-label={t('own.close')} onClick={onClose}><Icon name="close" size={20} /></button>
      </header>
      {error && !own && <p class="reason" role="alert">{error} <button class="plain-link" onClick={load}>{t('app.retry')}</button></p>}
      {!error && !own && <p class="loading">{t('own.loading')}</p>}
      {own && own.cases.length > 0 && <ul class="own-cases">{own.cases.map((each) => <Own key={each.id} own={each} />)}</ul>}
      {own && own.cases.length === 0 && <p class="sheet-note">{t('own.none')}</p>}
      {own?.service_code && <Code code={own.service_code} />}
      <ComeBack conversation={conversation} onDone={onClose} />
      <p class="sheet-note"><a href="/p/" target="_blank" rel="noopener">{t('own.look_up')}</a></p>
    </section>
  );
}

// Escape closes what is in front, not the whole conversation.
function useEscapeFirst(onClose: () => void): void {
  useEffect(() => {
    const leave = (e: KeyboardEvent) => {
      if (e.key !== 'Escape' || e.isComposing) return;
      e.preventDefault();
      onClose();
    };
    document.addEventListener('keydown', leave, true);
    return () => document.removeEventListener('keydown', leave, true);
  }, [onClose]);
}

function Own({ own: { number, stage, owner, url } }: { own: OwnCase }) {
  return (
    <li>
      <div>
        <b>{number}</b>
        <span class="badge">{t(stages[stage])}</span>
        <small>{t('own.owner', { owner })}</small>
      </div>
      {url && <a href={url} target="_blank" rel="noopener" aria-label={t('own.open', { number })}>{t('progress.open')}</a>}
    </li>
  );
}

function Code({ code }: { code: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(code).then(() => setCopied(true), () => undefined);
  return (
    <div class="own-code">
      <h3>{t('code.title')}</h3>
      <p><code>{code}</code>{navigator.clipboard && <button class="plain-link" onClick={copy}>{t(copied ? 'code.copied' : 'code.copy')}</button>}</p>
      <small>{t('code.hint')}</small>
    </div>
  );
}

// Goes on with a conversation that was begun in another browser.
function ComeBack({ conversation, onDone }: { conversation: Conversation; onDone(): void }) {
  const [code, setCode] = useState('');
  const { busy, error, send } = useAnswer();
  const submit = (e: Event) => {
    e.preventDefault();
    if (code.trim()) void send(async () => { await conversation.comeBack(code.trim()); onDone(); });
  };
  return (
    <form class="come-back" onSubmit={submit}>
      <label>
        {t('code.enter')}
        <input value={code} maxLength={40} autocomplete="off" autocapitalize="characters" spellcheck={false} placeholder="XXXX-XXXX-XXXX" onInput={(e) => setCode(e.currentTarget.value)} />
      </label>
      <div class="choices"><button class="strong" disabled={busy || !code.trim()}>{t('code.submit')}</button></div>
      {error && <p class="reason" role="alert">{error}</p>}
    </form>
  );
}
