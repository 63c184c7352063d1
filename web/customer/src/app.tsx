import { useEffect, useMemo, useState } from 'preact/hooks';
import { Composer } from './conversation/composer';
import type { Conversation } from './conversation/conversation';
import { Header } from './conversation/header';
import { ThreadView } from './conversation/thread-view';
import { Tray } from './conversation/tray';
import { addCaseWords, t } from './i18n';
import type { Box } from './ui/box';
import type { Host } from './ui/host';
import { later } from './ui/later';
import { useStore } from './ui/store';

const OwnSheet = later(async () => {
  const [{ OwnSheet: Part }] = await Promise.all([import('./complaint/own-sheet'), addCaseWords()]);
  return Part;
});

interface Props {
  conversation: Conversation;
  host: Host;
  box: Box;
  shop: string;
}

function usePageVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}

// Opens the conversation when it is looked at, or quietly when there was one before; keeps the
// read mark and the badge of the merchant's page.
function useAttention({ conversation, host, shop }: Props): boolean {
  const seen = usePageVisible() && host.open;
  const { unread } = conversation;
  useEffect(() => {
    if (shop && (host.open || conversation.known)) conversation.start();
  }, [host.open]);
  useEffect(() => {
    if (seen) conversation.wake();
  }, [seen]);
  useEffect(() => {
    if (seen && unread > 0) conversation.markRead();
    host.unread(seen ? 0 : unread);
  }, [seen, unread]);
  return seen;
}

function useEscape(host: Host): void {
  useEffect(() => {
    const leave = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !e.isComposing && !e.defaultPrevented) host.close();
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [host]);
}

// Files may be dropped anywhere on the conversation.
function useDrop(tray: Tray) {
  const [over, setOver] = useState(false);
  const hasFiles = (e: DragEvent) => !!e.dataTransfer?.types.includes('Files');
  return {
    over,
    handlers: {
      onDragOver: (e: DragEvent) => {
        if (!hasFiles(e)) return;
        e.preventDefault();
        setOver(true);
      },
      onDragLeave: (e: DragEvent) => {
        if (!(e.currentTarget as Element).contains(e.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (e: DragEvent) => {
        if (!hasFiles(e)) return;
        e.preventDefault();
        setOver(false);
        tray.add([...e.dataTransfer!.files]);
      },
    },
  };
}

function Obstacle({ reason, retry }: { reason: string; retry?: () => void }) {
  return (
    <div class="obstacle" role="alert">
      <h1>{t('app.refused')}</h1>
      <p>{reason}</p>
      {retry && <button class="plain-button" onClick={retry}>{t('app.retry')}</button>}
    </div>
  );
}

export function App(props: Props) {
  const { conversation, host, box, shop } = props;
  useStore(host);
  useStore(conversation);
  const seen = useAttention(props);
  useEscape(host);
  const tray = useMemo(() => new Tray(conversation.api), [conversation]);
  const { over, handlers } = useDrop(tray);
  useEffect(() => {
    if (!conversation.reconnecting) tray.resume();
  }, [conversation.reconnecting]);

  const [own, setOwn] = useState(false);
  const reason = shop ? conversation.refused : t('app.no_shop');
  return (
    <div class="app" {...handlers}>
      <div class="app-parts" inert={own}>
        <Header conversation={conversation} host={host} onOwn={() => setOwn(true)} />
        {reason ? (
          <Obstacle reason={reason} {...(shop && { retry: () => conversation.start() })} />
        ) : (
          <>
            <ThreadView conversation={conversation} seen={seen} onCode={() => setOwn(true)} />
            <Composer conversation={conversation} tray={tray} box={box} open={host.open} />
          </>
        )}
      </div>
      {own && <OwnSheet conversation={conversation} onClose={() => setOwn(false)} />}
      {over && <div class="drop">{t('composer.drop')}</div>}
    </div>
  );
}
