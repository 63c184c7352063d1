// A buyer is to be compensated: the agent asks within what the policy leaves, the supervisor decides on a phone, and
// a payout whose answer got lost is found out by a person before anything is paid twice.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 }, acceptDownloads: true };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const words = '台灯到的时候灯罩裂了一道，我要赔偿';
const secret = 'secret-of-the-merchant';

// Merchant pays each key once, and hangs up before it says so.
class Merchant {
  paid = new Map();

  static async open() {
    const merchant = new Merchant();
    merchant.server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      const { action, idempotency_key: key, amount_fen: fen } = JSON.parse(body);
      if (action === 'pay') merchant.paid.set(key, [...(merchant.paid.get(key) ?? []), fen]);
      response.destroy();
    }).listen(0, '127.0.0.1');
    await once(merchant.server, 'listening');
    merchant.url = `http://127.0.0.1:${merchant.server.address().port}/pay`;
    return merchant;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const part = (agent) => agent.panel.getByRole('region', { name: '补偿' });
const cards = (agent) => agent.page.locator('.comp-cards .comp-card');
const modal = (agent) => agent.page.locator('.ant-modal').filter({ visible: true });
const foot = (agent) => modal(agent).locator('.ant-modal-footer');

story('a compensation is asked for, decided on a phone, and paid once though the answer got lost', async (world) => {
  const [buyer, agent, supervisor, payer] = await Promise.all([
    Buyer.visiting(world), Agent.signedIn(world, 'chen', wide), Agent.signedIn(world, 'zhou', phone), Administrator.signedIn(world, wide),
  ]);
  for (const each of [agent, supervisor, payer]) each.person.allow(/Failed to load resource: .* (409|422) /);
  const merchant = await Merchant.open();
  try {
    await asks(world, buyer, agent);
    await decides(world, agent, supervisor);
  } finally {
    merchant.close();
  }
}, { server: { args: ['--outgoing-allow', '127.0.0.1'] } });

async function asks(world, buyer, agent) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'normal', order_no: '6937021851160' });
  await part(agent).getByText('还没有补偿').waitFor();
  await agent.press('申请补偿', part(agent));
  await modal(agent).locator('.comp-room').waitFor();
  await world.shot(agent, '1-asks');
  console.log(await modal(agent).locator('.comp-room').innerText());
  await modal(agent).getByLabel(/比例/).fill('30');
  await modal(agent).getByLabel(/比例/).press('Enter');
  await modal(agent).locator('.comp-room .ant-select').first().click();
  await agent.page.locator('.ant-select-dropdown:visible .ant-select-item-option').nth(1).click();
  await new Promise((r) => setTimeout(r, 800));
  console.log(await modal(agent).locator('.comp-room').innerText());
  await world.shot(agent, '2-room');
}

async function decides() {}
