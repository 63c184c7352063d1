import { Store } from './store';

/**
 * The page around the frame: the merchant's page with the loader, whose origin the loader gives,
 * or nothing at all (origin '').
 */
export class Host extends Store {
  /** Whether the conversation can be seen; a page of its own is always open. */
  open: boolean;
  readonly framed: boolean;

  constructor(private readonly origin: string) {
    super();
    this.framed = window.parent !== window && origin !== '';
    this.open = !this.framed;
    if (!this.framed) return;
    addEventListener('message', this.#receive);
    this.#tell({ anxin: 'ready' });
  }

  close(): void {
    this.#tell({ anxin: 'close' });
  }

  unread(count: number): void {
    this.#tell({ anxin: 'unread', count });
  }

  #receive = ({ source, origin, data }: MessageEvent) => {
    if (source !== window.parent || origin !== this.origin) return;
    if (data?.anxin !== 'open' && data?.anxin !== 'closed') return;
    this.open = data.anxin === 'open';
    this.changed();
  };

  // A page without an origin (opened from a file) can only be reached by '*'; what is told is a
  // number, never a word of the conversation.
  #tell(message: object): void {
    if (this.framed) window.parent.postMessage(message, this.origin === 'null' ? '*' : this.origin);
  }
}
