import { Popover } from 'antd';
import { useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';

interface Props {
  open: boolean;
  onOpen(open: boolean): void;
  className: string;
  label: string;
  content: ReactNode;
  children: ReactElement;
}

/** What drops from a button. The keyboard goes into it, and back to the button with Escape. */
export function DropPanel({ open, onOpen, className, label, content, children }: Props) {
  const button = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLElement>(null);
  const leave = (event: KeyboardEvent) => {
    const list = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true'; // it is for an open list first
    if (event.key !== 'Escape' || list || event.nativeEvent.isComposing) return;
    onOpen(false);
    button.current?.querySelector('button')?.focus();
  };
  return (
    <Popover
      trigger="click" placement="bottomLeft" arrow={false} destroyOnHidden open={open} onOpenChange={onOpen}
      afterOpenChange={(shown) => { if (shown) panel.current?.focus({ preventScroll: true }); }}
      content={<section ref={panel} tabIndex={-1} className={`drop-panel ${className}`} aria-label={label} onKeyDown={leave}>{content}</section>}
    >
      <span ref={button}>{children}</span>
    </Popover>
  );
}
