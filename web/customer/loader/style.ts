/** The style sheet of the launcher and the panel; it lives in a closed shadow root. */
export function style(colour: string, ink: string): string {
  return `
:host { all: initial }
button, iframe { position: fixed; right: 20px; border: 0; z-index: 2147483000 }
button { bottom: calc(20px + env(safe-area-inset-bottom)); width: 58px; height: 58px; padding: 0; display: grid; place-items: center; border-radius: 50%; background: ${colour}; color: ${ink}; box-shadow: 0 8px 24px #0003; cursor: pointer }
button:focus-visible { outline: 3px solid ${ink}; box-shadow: 0 0 0 6px ${colour} }
svg { width: 28px; fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round }
b { position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 5px; box-sizing: border-box; border-radius: 11px; background: #c62f3b; color: #fff; font: 600 12px/22px system-ui, sans-serif; text-align: center }
b:empty { display: none }
iframe { bottom: calc(92px + env(safe-area-inset-bottom)); width: 392px; height: min(680px, calc(100dvh - 120px)); border-radius: 18px; box-shadow: 0 16px 48px #0004; color-scheme: light dark; visibility: hidden; opacity: 0; transform: translateY(12px) }
iframe.open { visibility: visible; opacity: 1; transform: none }
@media (max-width: 480px) { iframe { inset: 0; width: 100%; height: 100dvh; border-radius: 0 } }
@media (prefers-reduced-motion: no-preference) { iframe { transition: opacity .16s, transform .16s, visibility .16s } }
@media print { button, iframe { display: none } }`;
}
