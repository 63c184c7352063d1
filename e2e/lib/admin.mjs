// The administrator at the settings, and newcomers at the door.
import { Agent } from './agent.mjs';
import { barriers } from './look.mjs';

// enter signs somebody in with a login and password.
export async function enter(world, name, login, password) {
  const agent = new Agent(world, await world.person(name));
  await agent.page.goto(world.server.url);
  await signIn(agent, login, password);
  return agent;
}

export async function signIn({ page }, login, password) {
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.locator('button[type=submit]').click();
}

// choose replaces the password that somebody was given.
export async function choose({ page }, password) {
  await page.getByLabel('新密码').fill(password);
  await page.locator('button[type=submit]').click();
}

export class Administrator extends Agent {
  static async signedIn(world, options) {
    const admin = new Administrator(world, await world.person('admin', options));
    await admin.signIn('admin');
    return admin;
  }

  // settings opens a part of the settings and waits for its heading.
  async settings(part) {
    await this.page.goto(`${this.world.server.url}/settings/${part}`);
    await this.page.locator('main h1').waitFor();
  }

  get main() {
    return this.page.locator('main');
  }

  // member is somebody's row in the list of people.
  member(name) {
    return this.main.locator('tr', { hasText: name });
  }

  // act chooses from the menu of a member's row.
  async act(name, what) {
    await this.member(name).getByRole('button', { name: `更多操作：${name}` }).click();
    await this.page.getByRole('menuitem', { name: what }).click();
    await this.dialog.waitFor();
  }

  // choose picks an option of a select box, found by its label.
  async choose(label, option, within = this.dialog) {
    await within.getByLabel(label).click();
    await this.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).first().click();
  }

  async closed() {
    await this.page.locator('.ant-modal-wrap:visible').waitFor({ state: 'detached' });
  }

  // look keeps a picture, and returns what axe has against the screen.
  async look(name) {
    await this.page.mouse.move(0, 0);
    const found = await barriers(this.page);
    await this.world.shot(this, name);
    return found.map((each) => `${name}: ${each}`);
  }
}
