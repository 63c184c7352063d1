import { Link as RouterLink, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { ShiftBegan } from '../briefing/begin';
import { closePaste, usePasting } from '../conversation/pasting';
import { useMe } from '../identity/api';
import { isTyping } from './typing';
import { Realtime, type Link } from './realtime';
import { usePrefs } from './prefs';
import { Rail } from './rail';
import { TopBar } from './top_bar';
import { openNext } from './next';

const Palette = lazy(() => import('./palette'));
const PasteDialog = lazy(() => import('../conversation/paste_dialog'));
const KeyHelp = lazy(() => import('./key_help'));

type Overlay = 'palette' | 'keys' | null;

/** Everything around the screen of the moment. */
export function Shell() {
  const link = useRealtime();
  const [overlay, setOverlay] = useState<Overlay>(null);
  useShortcuts(setOverlay);
  const close = () => setOverlay(null);
  return (
    <div className="shell">
      <Rail />
      <div className="shell-main">
        <TopBar link={link} onPalette={() => setOverlay('palette')} />
        <Outlet />
      </div>
      <ShiftBegan link={(words, away) => <RouterLink to="/shift" onClick={away}>{words}</RouterLink>} />
      <Suspense>
        {overlay === 'palette' && <Palette onClose={close} onKeys={() => setOverlay('keys')} />}
        {overlay === 'keys' && <KeyHelp onClose={close} />}
        <Pasting />
      </Suspense>
    </div>
  );
}

/** The chat that is being pasted, from wherever that was begun. */
function Pasting() {
  const pasting = usePasting();
  const { shop } = usePrefs();
  const navigate = useNavigate();
  if (!pasting) return null;
  const kept = (id: string) => {
    closePaste();
    void navigate({ to: '/c/$id', params: { id } });
  };
  return <PasteDialog pasting={pasting} shop={shop} onKept={kept} onClose={closePaste} />;
}

/** One socket for as long as one is signed in, following the open conversation. */
function useRealtime(): Link {
  const me = useMe();
  const cache = useQueryClient();
  const { id = '' } = useParams({ strict: false });
  const [realtime] = useState(() => new Realtime(cache));
  useEffect(() => {
    realtime.start(me);
    return () => realtime.stop();
  }, [realtime, me]);
  useEffect(() => realtime.open(id), [realtime, id]);
  return useSyncExternalStore(realtime.watch, realtime.state);
}

function useShortcuts(show: (overlay: Overlay | ((now: Overlay) => Overlay)) => void): void {
  const navigate = useNavigate();
  const cache = useQueryClient();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        show((now) => (now === 'palette' ? null : 'palette'));
      } else if (event.key === '?' && !isTyping(event.target)) {
        show('keys');
      } else if (event.altKey && event.code === 'KeyN') {
        event.preventDefault();
        void openNext(cache, navigate);
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [show, navigate, cache]);
}
