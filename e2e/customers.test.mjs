// Who a buyer is: what is known of them stands beside the conversation, two that are one person are joined and parted,
// a masked value is shown for a reason, and a delight is given once, within the budget.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const part = (agent) => agent.panel.getByRole('region', { name: '客户', exact: true });
const fold = (agent, name) => part(agent).locator('summary', { hasText: name });

async function conversationOf(agent, name) {
  const { items } = await agent.api('GET', '/api/queue?view=all');
  return items.find((each) => each.customer.name === name).conversation_id;
}

story('two customers become one and two again, and a look at a phone is recorded', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  await buyer.say('我换手机聊了，电话 13812345678');
  await buyer.delivered('我换手机聊了，电话 13812345678');
  await agent.open(await buyer.conversation());
  await joins(world, agent);
  await parts(agent);
  await reveals(world, agent);
  await finds(world, agent);
  await checks(world);
});

// The phone in the message is one that another customer has.
async function joins(world, agent) {
  const here = part(agent);
  await here.getByText('消息里有电话 138****5678').waitFor();
  await here.getByText('林婉清 也用电话 138****5678').waitFor();
  assert.equal(await here.getByText('13812345678').count(), 0, 'nothing is in clear');
  await agent.press('记下', here);
  await here.getByText('消息里有电话').waitFor({ state: 'detached' });
  await world.shot(agent, '1-hints');
  await agent.press('看看', here);
  await agent.dialog.getByText('两边的电话相同：138****5678').waitFor();
  await agent.dialog.locator('.join-pair section').nth(1).getByText('林婉清').waitFor();
  await world.shot(agent, '2-preview');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('合 ?并', agent.dialog);
  await here.getByText('已和 林婉清 合并').waitFor();
  await here.getByText('喜欢顺丰').first().waitFor(); // what was known of her is known here
  await fold(agent, '购买记录').click();
  await here.getByText('北欧陶瓷台灯').first().waitFor();
  await here.getByText('共 1 单，实付 ¥199').waitFor();
  await world.shot(agent, '3-joined');
}

async function parts(agent) {
  await agent.press('撤销合并', part(agent));
  await part(agent).getByText('已和 林婉清 合并').waitFor({ state: 'detached' });
  await part(agent).getByText('喜欢顺丰').first().waitFor({ state: 'detached' });
}

// A value is shown for a reason, and hides again.
async function reveals(world, agent) {
  await fold(agent, '联系方式').click();
  agent.person.allow(/422 .*\/reveal/); // the first try has no reason
  await part(agent).getByRole('button', { name: '查看完整' }).first().click();
  await agent.press('查看 1 分钟', agent.dialog);
  await agent.dialog.getByText('请写明原因，2 到').waitFor();
  await agent.press('约好回电', agent.dialog);
  await agent.press('查看 1 分钟', agent.dialog);
  await part(agent).getByText('13812345678').waitFor();
  await world.shot(agent, '4-revealed');
  assert.deepEqual(await barriers(agent.page), []);
  await part(agent).getByRole('button', { name: '隐藏' }).click();
  await part(agent).getByText('13812345678').waitFor({ state: 'detached' });
}

async function finds(world, agent) {
  await agent.page.locator('.rail-place', { hasText: '客户' }).click();
  await agent.page.getByLabel('姓名、昵称、标签、手机号后四位').fill('5678');
  await agent.page.waitForFunction(() => document.querySelectorAll('.customer-list tbody tr').length === 2);
  await world.shot(agent, '5-list');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.page.getByRole('button', { name: '林婉清' }).click();
  await agent.page.getByRole('heading', { name: '林婉清' }).waitFor();
  await agent.page.getByText('下午打我电话就行').waitFor();
  await world.shot(agent, '6-profile');
  assert.deepEqual(await barriers(agent.page), []);
}

// The record names the look, its reason, and no value.
async function checks(world) {
  const admin = await Agent.signedIn(world, 'admin');
  const { items } = await admin.api('GET', '/api/record?area=customers');
  const look = items.find((each) => each.verb === 'customer.reveal');
  assert.match(JSON.stringify(look), /约好回电/);
  assert.match(JSON.stringify(look), /138\*\*\*\*5678/);
  assert.ok(!JSON.stringify(items).includes('13812345678'));
}

story('a delight is given once within the budget, in two tabs, and what one tab changes the other shows', async (world) => {
  const agent = await Agent.signedIn(world);
  const conversation = await conversationOf(agent, '林婉清');
  await agent.open(conversation);
  const here = part(agent);
  await here.getByText('可以送“手写贺卡”（¥5）：是 VIP 客户。本月还剩 ¥200').waitFor();
  const other = await agent.tab(`/c/${conversation}`);
  await part(other).getByText('可以送“手写贺卡”').waitFor();
  const { customer } = (await agent.detail(conversation)).conversation;
  const before = await agent.api('GET', `/api/customers/${customer.id}`);
  await world.shot(agent, '1-suggested');
  await agent.press('送 ?出', here);
  await here.getByText('可以送“手写贺卡”').waitFor({ state: 'detached' });
  await part(other).getByText('可以送“手写贺卡”').waitFor({ state: 'detached' }); // heard of it
  const after = await agent.api('GET', `/api/customers/${customer.id}`);
  assert.equal(after.delights.budget.spent_fen, 500);
  agent.person.allow(/409 .*\/delights/);
  const again = await other.page.evaluate(async ({ id, body }) => {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
    return (await fetch(`/api/customers/${id}/delights`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  }, { id: customer.id, body: { delight_id: before.delights.suggested[0].id, budget_version: before.delights.budget.version } });
  assert.equal(again, 409, 'a tab that is behind gives nothing');
  await tagged(world, agent, other);
  await supervises(world);
});

// A tag made while typing is there in the other tab.
async function tagged(world, agent, other) {
  await agent.press('标签', part(agent));
  await agent.dialog.locator('input[role=combobox]').first().fill('爱喝茶');
  await agent.page.keyboard.press('Enter');
  await agent.page.keyboard.press('Escape');
  await agent.press('保 ?存', agent.dialog);
  await part(agent).getByText('爱喝茶').waitFor();
  await part(other).getByText('爱喝茶').waitFor();
  await fold(agent, '喜好与忌讳').click();
  await fold(agent, '是否同意联系').click();
  await fold(agent, '送过的小惊喜').click();
  await world.shot(agent, '2-open');
  assert.deepEqual(await barriers(agent.page), []);
}

async function supervises(world) {
  const admin = await Agent.signedIn(world, 'admin');
  const [shop] = (await admin.api('GET', '/api/shops')).items;
  await admin.page.goto(`${world.server.url}/settings/shops/${shop.id}?part=delights`);
  await admin.page.getByText('本月已用 5.00 元，还剩 195.00 元').waitFor();
  await admin.page.getByLabel('名称').fill('茶样一包');
  await admin.press('添 ?加');
  await admin.page.getByRole('cell', { name: '茶样一包' }).waitFor();
  await world.shot(admin, '3-settings');
  assert.deepEqual(await barriers(admin.page), []);
}
