// A buyer is to be compensated: the agent asks within what the policy leaves, and the supervisor decides on a phone.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 }, acceptDownloads: true };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const words = '台灯到的时候灯罩裂了一道，我要赔偿';

const part = (agent) => agent.panel.getByRole('region', { name: '补偿' });
const cards = (agent) => agent.page.locator('.comp-cards .comp-card');
const modal = (agent) => agent.page.locator('.ant-modal').filter({ visible: true });
const foot = (agent) => modal(agent).locator('.ant-modal-footer');

story('a compensation is asked for, and decided on a phone', async (world) => {
  const [buyer, agent, supervisor] = await Promise.all([
    Buyer.visiting(world), Agent.signedIn(world, 'chen', wide), Agent.signedIn(world, 'zhou', phone),
  ]);
  for (const each of [agent, supervisor]) each.person.allow(/Failed to load resource: .* (409|422) /);
  await asks(world, buyer, agent);
  await decides(world, agent, supervisor);
});

// The form says what the policy has to know, how much it leaves, and who decides.
async function asks(world, buyer, agent) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'normal', order_no: '6937021851160' });
  await part(agent).getByText('还没有补偿').waitFor();
  await agent.press('申请补偿', part(agent));
  const room = modal(agent).locator('.comp-room');
  await room.getByText('问清楚再定').waitFor();
  await world.shot(agent, '1-asks');
  await agent.press('优惠券', modal(agent));
  await room.getByText('本店政策里没有「优惠券」').waitFor();
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('小额打款', modal(agent));
  await room.getByLabel('坏掉的占百分之几？').fill('30');
  await room.getByLabel('坏掉的占百分之几？').press('Enter');
  await room.getByLabel('还能正常使用吗？').click();
  await agent.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '是' }).click();
  await room.getByText('还能申请 ¥50.00').waitFor();
  await modal(agent).getByLabel('金额').fill('9999');
  await modal(agent).getByText(/现在最多还能申请/).waitFor();
  await world.shot(agent, '2-too-much');
  await modal(agent).getByLabel('金额').fill('38');
  await modal(agent).getByText('由组长审批').waitFor();
  await modal(agent).getByLabel('原因').fill('灯罩裂了，买家愿意留下，补一个灯罩的钱');
  await world.shot(agent, '3-ready');
  await agent.press('提 ?交', foot(agent));
  await part(agent).getByText('待审批').waitFor();
  await part(agent).scrollIntoViewIfNeeded();
  await world.shot(agent, '4-in-case');
}

// On a phone: one is refused, with a reason.
async function decides(world, agent, supervisor) {
  const { items: [{ case_id: of }] } = await agent.api('GET', '/api/compensations');
  for (const [fen, reason] of [[1200, '多等了两天'], [2000, '买家要运费']]) {
    await agent.api('POST', `/api/cases/${of}/compensations`, { remedy: 'payment', amount_fen: fen, reason });
  }
  await supervisor.page.goto(`${world.server.url}/compensations`);
  await cards(supervisor).nth(2).waitFor();
  await world.shot(supervisor, '5-queue');
  assert.deepEqual(await barriers(supervisor.page), []);
  const card = (reason) => cards(supervisor).filter({ hasText: reason });
  await supervisor.press('拒 ?绝', card('买家要运费'));
  await supervisor.press('拒绝补偿', foot(supervisor));
  await modal(supervisor).getByText('请写原因').waitFor();
  await modal(supervisor).getByLabel('原因').fill('运费已经由运费险赔过');
  await world.shot(supervisor, '6-refuse');
  await supervisor.press('拒绝补偿', foot(supervisor));
  await card('买家要运费').waitFor({ state: 'detached' });
}
