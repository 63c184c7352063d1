import { useEffect, useReducer } from 'preact/hooks';

/** Something that changes and tells so. */
export class Store {
  #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Draws the component again whenever the store changes. */
export function useStore<S extends Store>(store: S): S {
  const [, redraw] = useReducer((n: number, _: void) => n + 1, 0);
  useEffect(() => {
    redraw(); // what happened between the first drawing and this effect
    return store.subscribe(() => redraw());
  }, [store]);
  return store;
}
