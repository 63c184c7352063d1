// The part of centrifuge's JSON protocol that a buyer's connection needs. A frame holds one or
// more objects separated by line breaks; an empty object is a ping and is answered by one.

export type Incoming =
  | { kind: 'ping' }
  | { kind: 'connected'; pingSeconds: number }
  | { kind: 'publication'; channel: string; data: unknown }
  | { kind: 'disconnect'; code: number }
  | { kind: 'reply'; id: number; data: unknown }
  | { kind: 'error'; id: number; code: number };

interface Raw {
  id?: number;
  connect?: { ping?: number };
  rpc?: { data?: unknown };
  error?: { code: number };
  push?: { channel?: string; pub?: { data?: unknown }; disconnect?: { code: number } };
}

function read(raw: Raw): Incoming | null {
  if (raw.error) return { kind: 'error', id: raw.id ?? 0, code: raw.error.code };
  if (raw.connect) return { kind: 'connected', pingSeconds: raw.connect.ping ?? 0 };
  if (raw.rpc) return { kind: 'reply', id: raw.id ?? 0, data: raw.rpc.data };
  if (raw.push?.pub) return { kind: 'publication', channel: raw.push.channel ?? '', data: raw.push.pub.data };
  if (raw.push?.disconnect) return { kind: 'disconnect', code: raw.push.disconnect.code };
  return Object.keys(raw).length === 0 ? { kind: 'ping' } : null;
}

/** The messages of a frame; what is unknown or broken is left out. */
export function decode(frame: string): Incoming[] {
  const found: Incoming[] = [];
  for (const line of frame.split('\n')) {
    if (!line) continue;
    try {
      const incoming = read(JSON.parse(line) as Raw);
      if (incoming) found.push(incoming);
    } catch {
      // One broken line must not cost the others.
    }
  }
  return found;
}

/** Codes after which the server does not want the same client again: the token is not accepted. */
export function isFinal(code: number): boolean {
  return (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000);
}

/** Milliseconds to wait before attempt n (from 0): doubling, at most 20 s, the upper half random. */
export function backoff(attempt: number, random: number): number {
  return Math.min(20_000, 500 * 2 ** Math.min(attempt, 10)) * (0.5 + random / 2);
}
