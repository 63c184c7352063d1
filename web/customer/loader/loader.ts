// The script a merchant puts on a page:
//   <script async src="https://desk.example.com/widget.js" data-shop="key"></script>
// Options: data-lang (zh or en), data-color (#rrggbb). Any element of the page with the
// attribute data-anxin-open opens the conversation. The page gets one element with a closed
// shadow root and no global name.
import en from './en.json';
import { style } from './style';
import zh from './zh-CN.json';

const TAG = 'anxin-desk';
const BUBBLE = 'M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.6A7.5 7.5 0 1 1 20 11.5zM9 11.5h.01M12.5 11.5h.01M16 11.5h.01';
const CHEVRON = 'M6 9.5l6 6 6-6';

interface Options {
  origin: string;
  shop: string;
  colour: string;
  lang: 'zh' | 'en';
}

function options(script: HTMLScriptElement): Options {
  const { shop = '', lang, color = '' } = script.dataset;
  return {
    origin: new URL(script.src).origin,
    shop,
    colour: /^#[\da-f]{6}$/i.test(color) ? color : '#0d7a6f',
    lang: /^en/i.test(lang || navigator.language) ? 'en' : 'zh',
  };
}

// White or near-black, whichever reads better on the merchant's colour.
function inkOn(colour: string): string {
  const rgb = parseInt(colour.slice(1), 16);
  const light = 0.299 * (rgb >> 16) + 0.587 * ((rgb >> 8) & 255) + 0.114 * (rgb & 255);
  return light > 150 ? '#10201e' : '#fff';
}

function frameURL({ origin, shop, colour, lang }: Options): string {
  const query = new URLSearchParams({ shop, color: colour, lang, host: location.origin });
  return `${origin}/w/?${query}`;
}

function titleBadge(): (count: number) => void {
  let shown = '';
  return (count) => {
    if (shown && document.title.startsWith(shown)) document.title = document.title.slice(shown.length);
    shown = count ? `(${count}) ` : '';
    if (shown) document.title = shown + document.title;
  };
}

function build(o: Options) {
  const host = document.createElement(TAG);
  const root = host.attachShadow({ mode: 'closed' });
  root.innerHTML = `<button type="button"><svg viewBox="0 0 24 24" aria-hidden="true"><path/></svg><b aria-hidden="true"></b></button>`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style(o.colour, inkOn(o.colour)));
  root.adoptedStyleSheets = [sheet];
  const frame = document.createElement('iframe');
  return {
    host,
    frame,
    button: root.querySelector('button')!,
    path: root.querySelector('path')!,
    badge: root.querySelector('b')!,
    load: () => {
      if (frame.isConnected) return;
      frame.src = frameURL(o);
      root.append(frame);
    },
  };
}

function start(o: Options): void {
  const words = o.lang === 'en' ? en : zh;
  const view = build(o);
  const { frame, button } = view;
  const badgeTitle = titleBadge();
  let open = false;
  let unread = 0;

  const tell = () => frame.contentWindow?.postMessage({ anxin: open ? 'open' : 'closed' }, o.origin);
  const paint = () => {
    frame.classList.toggle('open', open);
    view.path.setAttribute('d', open ? CHEVRON : BUBBLE);
    view.badge.textContent = unread ? (unread > 99 ? '99+' : `${unread}`) : '';
    button.ariaExpanded = `${open}`;
    button.ariaLabel = open ? words.close : unread ? words.unread.replace('{count}', `${unread}`) : words.open;
    badgeTitle(unread);
  };
  const show = (next: boolean) => {
    if (next === open) return;
    open = next;
    view.load();
    paint();
    tell();
    (open ? frame : button).focus();
  };

  frame.title = words.panel;
  button.onclick = () => show(!open);
  document.addEventListener('keydown', (e) => e.key === 'Escape' && show(false));
  document.addEventListener('click', (e) => {
    if ((e.target as Element).closest?.('[data-anxin-open]')) show(true);
  });
  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== o.origin || !source || source !== frame.contentWindow) return;
    if (data?.anxin === 'ready') tell();
    if (data?.anxin === 'close') show(false);
    if (data?.anxin === 'unread') {
      unread = +data.count || 0;
      paint();
    }
  });
  paint();
  document.body.append(view.host);
  // The hidden frame only looks for an earlier conversation, to be able to show unread answers.
  const idle = window.requestIdleCallback ?? setTimeout;
  const preload = () => idle(view.load);
  if (document.readyState === 'complete') preload();
  else addEventListener('load', preload);
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !document.querySelector(TAG)) {
  const o = options(script);
  if (document.body) start(o);
  else document.addEventListener('DOMContentLoaded', () => start(o));
}
