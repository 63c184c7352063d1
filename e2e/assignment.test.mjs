// Conversations are handed out to who is there, has room and met the buyer before; what people decide stands.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const assigned = (agent, name) => agent.page.locator('.thread-who', { hasText: name }).waitFor();

async function state(agent, next) {
  await agent.page.getByRole('button', { name: /^我的状态/ }).click();
  await agent.page.getByRole('menuitem', { name: next }).click();
  await agent.page.getByRole('button', { name: `我的状态：${next}` }).waitFor();
}

async function settings(admin, part) {
  const { items: shops } = await admin.api('GET', '/api/shops');
  const shop = shops.find((each) => each.key === 'demo').id;
  await admin.page.goto(`${admin.world.server.url}/settings/shops/${shop}?part=${part}`);
  return shop;
}

story('the agent who is there gets the chat, who met the buyer gets it again, and a person’s choice stands', async (world) => {
  const [chen, admin] = await Promise.all([Agent.signedIn(world), Administrator.signedIn(world)]);
  await settings(admin, 'assignment');
  await admin.page.getByRole('heading', { name: '自动分配会话' }).waitFor();
  await admin.page.getByLabel('买家的话，如', { exact: false }).fill('牛奶过期了，怎么赔');
  await admin.page.getByText('分给陈思远').waitFor(); // who can settle claims
  assert.deepEqual(await admin.look('1-settings'), []);
  await admin.page.getByRole('button', { name: '李沐的接待设置' }).click();
  await admin.dialog.getByText('可以接待 VIP').waitFor();
  assert.deepEqual(await admin.look('2-member'), []);
  await admin.press('取 ?消', admin.dialog);
  await admin.page.locator('.switch-line', { hasText: '自动分配' }).getByRole('switch').click();
  await admin.press('保 ?存', admin.page.locator('.settings-save'));
  await admin.page.getByText('自动分配的设置已保存').waitFor();

  const conversation = await arrives(world, chen);
  await stands(world, chen, conversation);
});

// arrives lets a buyer come while nobody is there, and then somebody.
async function arrives(world, chen) {
  await state(chen, '小休');
  const buyer = await Buyer.visiting(world);
  await buyer.say('杯子到了是裂的');
  await buyer.delivered('杯子到了是裂的');
  const conversation = await buyer.conversation();
  await chen.open(conversation);
  await chen.page.locator('.waiting-bar', { hasText: '有人空出来就会分出去' }).waitFor();
  await world.shot(chen, '3-waits');
  assert.deepEqual(await barriers(chen.page), []);
  await state(chen, '在线');
  await assigned(chen, '由我接待');
  await chen.page.locator('.lines').getByText('自动分配给 陈思远').waitFor();
  await world.shot(chen, '4-given');
  return conversation;
}

// stands lets a person choose, after which the program leaves it alone.
async function stands(world, chen, conversation) {
  await chen.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'low' });
  const li = await Agent.signedIn(world, 'li');
  await li.open(conversation);
  await li.press('接手');
  await assigned(li, '由我接待');
  await chen.page.locator('.thread-who', { hasText: '李沐' }).waitFor();
  const { conversation: now } = await li.detail(conversation);
  assert.equal(now.assignee.name, '李沐');
  // Given back, it goes to who owns the case.
  await li.api('POST', `/api/conversations/${conversation}/assign`, { version: now.version, assignee_id: '' });
  await assigned(chen, '由我接待');
  await chen.page.locator('.lines').getByText('自动分配给 陈思远（以前接待过这位买家）').waitFor();
  await world.shot(chen, '5-again');
}
