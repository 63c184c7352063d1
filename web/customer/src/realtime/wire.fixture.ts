/** The browser's WebSocket, driven by hand; for tests. */
export class Wire {
  static OPEN = 1;
  static made: Wire[] = [];
  static last = (): Wire => Wire.made.at(-1)!;
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((e: { data: string }) => void) | null = null;
  onclose: ((e: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    Wire.made.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  accept() {
    this.readyState = 1;
    this.onopen?.();
    this.onmessage?.({ data: '{"id":1,"connect":{"ping":25}}' });
  }
  push(data: unknown) {
    this.onmessage?.({ data: JSON.stringify({ push: { channel: 'conv:7', pub: { data } } }) });
  }
  lose() {
    this.onclose?.({ code: 1006 });
  }
}
