import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Notice } from '../api/wire';
import { happening } from '../ui/happening';
import { read, write } from '../ui/stored';
import { alarms } from './critical';

// A sound and a notice of the computer for what one would miss while looking
// elsewhere. Both are this browser's own choice.

export interface Choice {
  sound: boolean;
  desktop: boolean;
}

const name = 'anxin.ring';
const rung = 'anxin.rung';
const watchers = new Set<() => void>();

let choice: Choice = { sound: true, desktop: false, ...read<Partial<Choice>>(name, {}) };

export function choose(changed: Partial<Choice>): void {
  choice = { ...choice, ...changed };
  write(name, choice);
  watchers.forEach((watcher) => watcher());
}

export const chosen = (): Choice => choice;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useChoice(): Choice {
  return useSyncExternalStore(watch, chosen);
}

/** Asks the browser whether it will show notices; it may ask the person. */
export async function mayShow(): Promise<boolean> {
  if (!('Notification' in window)) return false;
  return (await Notification.requestPermission()) === 'granted';
}

/** The unread that came after the newest one known, newest first. Ids grow with time. */
export function news(list: Notice[], known: string): Notice[] {
  return list.filter((each) => !each.read && each.id > known);
}

/** Whether no other tab has rung for this yet. What it is told by grows with time. */
export function claim(what: string, id: string): boolean {
  const done = read<Record<string, string>>(rung, {});
  if ((done[what] ?? '') >= id) return false;
  write(rung, { ...done, [what]: id });
  return true;
}

let audio: AudioContext | undefined;

/** Two short tones, six where it is urgent. A browser that nobody has touched yet stays silent. */
export function beep(urgent = false): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
    const pitches = urgent ? [1175, 880, 1175, 880, 1175, 880] : [880, 1175];
    pitches.forEach((pitch, index) => tone(audio!, pitch, audio!.currentTime + index * 0.13));
  } catch {
    // No sound on this computer; the screen tells all the same.
  }
}

function tone(to: AudioContext, pitch: number, at: number): void {
  const source = to.createOscillator();
  const volume = to.createGain();
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0.07, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.22);
  source.connect(volume).connect(to.destination);
  source.start(at);
  source.stop(at + 0.23);
}

/** Rings as chosen. The computer's notice comes only while the page is out of sight. */
export function ring(title: string, tag: string, open: () => void, urgent = false): void {
  if (choice.sound) beep(urgent);
  if (!choice.desktop || document.visibilityState === 'visible') return;
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const shown = new Notification(title, { tag, requireInteraction: urgent });
  shown.onclick = () => {
    window.focus();
    shown.close();
    open();
  };
}

/** Rings once for the notices that come while the page stands open. */
export function useRinging(list: Notice[] | undefined, zone: string, open: (notice: Notice) => void): void {
  const known = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!list) return;
    const before = known.current;
    known.current = list[0]?.id ?? before ?? '';
    const fresh = before === undefined ? [] : news(list, before);
    const newest = fresh.find(alarms) ?? fresh[0];
    if (!newest || !claim('notice', newest.id)) return;
    ring(happening(newest.kind, newest.args, zone, newest.kind), newest.id, () => open(newest), alarms(newest));
  }, [list, zone, open]);
}

/** Rings when more buyers wait than a moment ago and nobody looks. */
export function useWaitingRing(waiting: number, title: string): void {
  const before = useRef(waiting);
  useEffect(() => {
    const more = waiting > before.current;
    before.current = waiting;
    if (!more || document.visibilityState === 'visible') return;
    // Tabs hear of it together: one of them rings for these ten seconds.
    if (claim('waiting', new Date(Math.floor(Date.now() / 10_000) * 10_000).toISOString())) ring(title, 'waiting', () => undefined);
  }, [waiting, title]);
}
