import { useState } from 'react';

// What a person typed must outlive a reload, so it lives in the browser until
// the server has it. A full or forbidden storage is no reason to stop typing.

export function read<T>(name: string, empty: T): T {
  try {
    const text = localStorage.getItem(name);
    return text === null ? empty : (JSON.parse(text) as T);
  } catch {
    return empty;
  }
}

export function write(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // The value stays in memory, which is all that is left to do.
  }
}

/** State that survives a reload. Setting undefined forgets it. */
export function useStored<T>(name: string, empty: T): [T, (next: T | undefined) => void] {
  const [held, setHeld] = useState<{ name: string; value: T }>(() => ({ name, value: read(name, empty) }));
  const value = held.name === name ? held.value : read(name, empty);
  if (held.name !== name) setHeld({ name, value });
  const set = (next: T | undefined) => {
    write(name, next);
    setHeld({ name, value: next ?? empty });
  };
  return [value, set];
}
