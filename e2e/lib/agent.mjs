// Somebody of the team at the console.
import assert from 'node:assert/strict';

export const password = 'anxin-demo'; // of everybody in the demo shop

export class Agent {
  constructor(world, person) {
    this.world = world;
    this.person = person;
    this.name = person.name;
    this.page = person.page;
  }

  // signedIn opens a browser for somebody of the demo shop and signs in.
  static async signedIn(world, login = 'chen', options) {
    const agent = new Agent(world, await world.person(login, options));
    await agent.signIn(login);
    return agent;
  }

  // signIn asks the server as the form would, which has stories of its own (admin, mistakes).
  async signIn(login = 'chen') {
    const { url } = this.world.server;
    const response = await this.person.context.request.post(`${url}/api/session`, { data: { login, password } });
    assert.ok(response.ok(), await response.text());
    await this.page.goto(url);
    await this.page.locator('.queue-row').first().waitFor();
  }

  // tab is the same person in another tab of the same browser.
  async tab(path = '/') {
    const other = new Agent(this.world, this.person);
    other.page = await this.person.context.newPage();
    await other.page.goto(this.world.server.url + path);
    return other;
  }

  row(conversation) {
    return this.page.locator(`[id="row-${conversation}"]`);
  }

  async open(conversation) {
    await this.row(conversation).click();
    await this.composer.waitFor();
    await this.page.locator('.line').first().waitFor();
  }

  get composer() {
    return this.page.locator('.composer textarea');
  }

  get panel() {
    return this.page.locator('.panel');
  }

  get dialog() {
    return this.page.getByRole('dialog');
  }

  async say(text) {
    await this.composer.fill(text);
    await this.send();
  }

  // send presses Enter, and once more if the buyer seems to be still writing.
  async send() {
    await this.composer.press('Enter');
    if (await this.burst.isVisible()) await this.composer.press('Enter');
  }

  get burst() {
    return this.page.locator('.composer-burst');
  }

  // bubble is a message with these words; what is still on its way counts only with unsent.
  bubble(text, { unsent = false } = {}) {
    const lines = this.page.locator(unsent ? '.message' : '.message:not(.message-sending):not(.message-failed)');
    return lines.locator('.bubble').getByText(text, { exact: true });
  }

  card(text) {
    return this.page.locator('.lines .card', { hasText: text });
  }

  // press presses the button with this name; before the name may come that of an icon.
  async press(name, within = this.page) {
    await within.getByRole('button', { name: new RegExp(`^(\\S+ )?${name}$`) }).first().click();
  }

  // api asks the server as this person's page would, and returns the JSON.
  async api(method, path, body) {
    const { status, json } = await this.page.evaluate(ask, { method, path, body });
    assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  }

  detail(conversation) {
    return this.api('GET', `/api/conversations/${conversation}`);
  }

  // pick chooses an option of a select box by its words.
  async pick(label, option) {
    await this.panel.getByLabel(label).click();
    await this.page.locator('.ant-select-item-option', { hasText: option }).click();
  }
}

async function ask({ method, path, body }) {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, json: text && JSON.parse(text) };
}
