// Who is writing just now. It is told to the other side, written down nowhere, and forgotten
// unless it is told again.

/** How often the shop is told while the buyer writes, and how long its own word lasts, in ms. */
const TELL_EVERY = 3_000;
const LASTS = 6_000;

interface Wires {
  tell(): Promise<unknown>;
  changed(): void;
}

export class Typing {
  /** Who of the shop is writing; null when nobody is. The name may be empty. */
  who: { name: string } | null = null;
  #toldAt = -Infinity;
  #end: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly wires: Wires) {}

  /** The buyer has changed their words. An emptied field tells nothing. */
  wrote(text: string): void {
    const now = Date.now();
    if (!text.trim() || now - this.#toldAt < TELL_EVERY) return;
    this.#toldAt = now;
    this.wires.tell().catch(() => undefined); // told again with a later key
  }

  /** The buyer has sent their words: the next ones are told at once. */
  sent(): void {
    this.#toldAt = -Infinity;
  }

  /** Somebody of the shop is writing. */
  heard(name: string): void {
    this.who = { name };
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.ended(), LASTS);
    this.wires.changed();
  }

  /** Their words have come, or they have not been heard of for a while. */
  ended(): void {
    clearTimeout(this.#end);
    if (!this.who) return;
    this.who = null;
    this.wires.changed();
  }
}
