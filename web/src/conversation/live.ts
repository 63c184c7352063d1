import { useSyncExternalStore } from 'react';
import { now, useNow } from '../ui/clock';

// What people are doing right now. It comes by hints, is written down nowhere,
// and is forgotten unless it is told again.

export type Doing = 'viewing' | 'typing' | 'noting' | 'left';

export interface PresenceHint {
  kind: 'presence';
  id: string;
  user_id: string;
  name: string;
  doing: Doing;
  first: boolean;
}

export interface TypingHint {
  kind: 'typing';
  id: string;
}

export interface Colleague {
  id: string;
  name: string;
  doing: Doing;
  at: number;
}

/** How long, in ms, each lasts without being told again. */
const lasting = { viewing: 25_000, typing: 8_000, buyer: 6_000 };

interface State {
  colleagues: Colleague[];
  /** When the buyer was last heard to write. */
  buyerAt: number;
}

const nothing: State = { colleagues: [], buyerAt: 0 };
const states = new Map<string, State>();
const watchers = new Set<() => void>();
const greeters = new Set<(id: string) => void>();

function keep(id: string, state: State): void {
  states.set(id, state);
  watchers.forEach((watcher) => watcher());
}

export function hear(hint: PresenceHint | TypingHint): void {
  const state = states.get(hint.id) ?? nothing;
  if (hint.kind === 'typing') {
    keep(hint.id, { ...state, buyerAt: now() });
    return;
  }
  const others = state.colleagues.filter((each) => each.id !== hint.user_id);
  const come: Colleague = { id: hint.user_id, name: hint.name, doing: hint.doing, at: now() };
  keep(hint.id, { ...state, colleagues: hint.doing === 'left' ? others : [...others, come] });
  if (hint.first) greeters.forEach((greet) => greet(hint.id));
}

/** The buyer's words have arrived, so they are not being written any more. */
export function arrived(id: string): void {
  const state = states.get(id);
  if (state?.buyerAt) keep(id, { ...state, buyerAt: 0 });
}

/** Calls back when somebody has come to a conversation. */
export function onArrival(greet: (id: string) => void): () => void {
  greeters.add(greet);
  return () => greeters.delete(greet);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The colleagues who are there at a time, by name, and what they do. */
export function present(colleagues: Colleague[], me: string, at: number): Colleague[] {
  return colleagues
    .filter((each) => each.id !== me && at - each.at < lasting.viewing)
    .map((each) => (at - each.at < lasting.typing ? each : { ...each, doing: 'viewing' as const }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function buyerTypingAt(id: string, at: number): boolean {
  return at - (states.get(id)?.buyerAt ?? 0) < lasting.buyer;
}

export function useColleagues(id: string, me: string): Colleague[] {
  const { colleagues } = useSyncExternalStore(watch, () => states.get(id) ?? nothing);
  return present(colleagues, me, useNow());
}

export function useBuyerTyping(id: string): boolean {
  const { buyerAt } = useSyncExternalStore(watch, () => states.get(id) ?? nothing);
  return useNow() - buyerAt < lasting.buyer;
}
