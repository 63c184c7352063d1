import type { KeyboardEvent } from 'react';

/** Goes up and down a list of buttons with the arrow keys. */
export function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll('button')];
  all[all.indexOf(document.activeElement as HTMLButtonElement) + step]?.focus();
}
