// A buyer in the demo store, writing in the widget.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const desktop = { viewport: { width: 1280, height: 800 } };

export class Buyer {
  constructor(world, person) {
    this.world = world;
    this.person = person;
    this.name = person.name;
    this.page = person.page;
  }

  // visiting opens the store on a phone, unless told otherwise, and the conversation in it.
  static async visiting(world, options = phone, name = 'buyer') {
    const buyer = new Buyer(world, await world.person(name, options));
    await buyer.visit();
    return buyer;
  }

  async visit() {
    await this.page.goto(`${this.world.server.url}/demo/store`);
    await this.openWidget();
  }

  async reload() {
    await this.page.reload();
    await this.openWidget();
  }

  async openWidget() {
    await this.page.locator('[data-anxin-open]').first().click();
    await this.#findFrame();
    await this.composer.waitFor();
    await this.frame.locator('.loading').waitFor({ state: 'detached' });
  }

  // The widget lives in a closed shadow root, which selectors do not enter; frames are listed all the same.
  async #findFrame() {
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await pause(20)) {
      this.frame = this.page.frames().find((f) => f !== this.page.mainFrame() && f.url().includes('/w/?'));
      if (this.frame) return;
    }
    throw new Error('the widget did not open');
  }

  get composer() {
    return this.frame.locator('.composer textarea');
  }

  get files() {
    return this.frame.locator('.composer input[type=file]').first();
  }

  async say(text) {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  bubble(text) {
    return this.frame.locator('.bubble').getByText(text, { exact: true });
  }

  // delivered waits until the words carry the tick of the server.
  async delivered(text) {
    await this.frame.locator('.row.own', { hasText: text }).locator('.mark').waitFor();
  }

  commitment(text) {
    return this.frame.locator('.card.commitment', { hasText: text });
  }

  get outcome() {
    return this.frame.locator('.card.outcome');
  }

  async conversation() {
    const id = await this.frame.evaluate(() => localStorage.getItem('anxin:demo:conversation'));
    return JSON.parse(id);
  }

  async token() {
    return JSON.parse(await this.frame.evaluate(() => localStorage.getItem('anxin:demo:token')));
  }

  // thread is the conversation as the server tells it to the buyer.
  async thread() {
    const headers = { Authorization: `Bearer ${await this.token()}` };
    const response = await fetch(`${this.world.server.url}/api/buyer/thread?since=0`, { headers });
    assert.equal(response.status, 200);
    return response.json();
  }
}
