/**
 * A named corner of localStorage. Where the browser refuses storage (private mode, blocked
 * third-party frames) it keeps things in memory: the widget works, it only forgets on reload.
 */
export class Box {
  #memory = new Map<string, string>();

  constructor(
    private readonly prefix: string,
    private readonly storage: Storage | null = browserStorage(),
  ) {}

  get<T>(name: string): T | null {
    try {
      const text = this.storage?.getItem(this.prefix + name) ?? this.#memory.get(name);
      return text ? (JSON.parse(text) as T) : null;
    } catch {
      return null;
    }
  }

  set(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    this.#memory.set(name, text);
    try {
      this.storage?.setItem(this.prefix + name, text);
    } catch {
      // Full or forbidden: the copy in memory serves this page.
    }
  }

  remove(name: string): void {
    this.#memory.delete(name);
    try {
      this.storage?.removeItem(this.prefix + name);
    } catch {
      // Nothing to remove where nothing can be kept.
    }
  }

  /** Names that start with the given text, in no particular order. */
  names(start: string): string[] {
    const names = new Set(this.#memory.keys());
    try {
      for (const key of Object.keys(this.storage ?? {})) {
        if (key.startsWith(this.prefix)) names.add(key.slice(this.prefix.length));
      }
    } catch {
      // As above.
    }
    return [...names].filter((name) => name.startsWith(start));
  }
}

function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
