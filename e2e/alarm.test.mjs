// A commitment comes due while nobody looks and the server is dead: it is rung for once, late, and is still owed.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { lineCut } from './lib/person.mjs';
import { story } from './lib/story.mjs';

const deed = '给出检测结论与处理方案';
const ahead = 5000; // ms until the commitment is due

story('an alarm whose time passed while the server was dead rings once', async (world) => {
  const [buyer, first] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  buyer.person.allow(lineCut);
  await buyer.say('台灯底座裂了');
  await buyer.delivered('台灯底座裂了');
  const conversation = await buyer.conversation();
  const due = await commit(first, conversation);
  await buyer.commitment(deed).locator('.countdown', { hasText: '剩余' }).waitFor();
  await first.person.context.close();

  await world.server.kill();
  await pause(due - Date.now() + 500);
  await buyer.commitment(deed).getByText('已过约定时间').waitFor(); // by its own clock
  await buyer.frame.getByText('正在重新连接').waitFor();
  await world.server.up();
  await buyer.frame.getByText('正在重新连接').waitFor({ state: 'detached' });

  const agent = await Agent.signedIn(world);
  agent.person.allow(lineCut);
  await rangOnce(world, agent, conversation, '通知，1 条未读');
  await world.server.restart();
  await Promise.all([agent.page.reload(), buyer.reload()]);
  await rangOnce(world, agent, conversation, '通知'); // it was looked at
  await buyer.commitment(deed).locator('.badge', { hasText: '已超时' }).waitFor();
  await world.shot(buyer, 'overdue');

  await keep(agent);
  await buyer.commitment(deed).locator('.badge', { hasText: '已兑现' }).waitFor();
  await agent.card(deed).getByText('已兑现').waitFor();
  await world.shot(agent, 'kept');
});

// commit opens a case and commits to a deed that is due in a moment, sooner than a hand can pick.
async function commit(agent, conversation) {
  const facts = { scenario: 'quality.damaged', severity: 'high', demands: ['exchange'], order_no: '6937021846473', summary: '底座裂了' };
  const { id } = await agent.api('POST', `/api/conversations/${conversation}/cases`, facts);
  const due = Date.now() + ahead;
  await agent.api('POST', `/api/cases/${id}/commitments`, { text: deed, due_at: new Date(due).toISOString() });
  return due;
}

// rangOnce: one notice in the bell, one line in the thread, on the screen and at the server.
async function rangOnce(world, agent, conversation, bell) {
  await agent.page.getByRole('button', { name: bell, exact: true }).click();
  const notices = agent.page.locator('.notices .notice');
  await notices.filter({ hasText: deed }).waitFor();
  assert.equal(await notices.count(), 1);
  await world.shot(agent, 'bell');
  await notices.click(); // leads to the conversation
  const line = agent.page.locator('.event', { hasText: `承诺到时间了：${deed}` });
  await line.waitFor();
  assert.equal(await line.count(), 1);
  await agent.panel.locator('.running-note', { hasText: '已到约定时间' }).waitFor();
  const { items } = await agent.api('GET', '/api/notices');
  assert.deepEqual(items.map((each) => each.kind), ['commitment.alarm']);
  const { messages } = await agent.detail(conversation);
  assert.equal(messages.filter((each) => each.event?.code === 'commitment.alarm').length, 1);
}

async function keep(agent) {
  await agent.press('确认兑现', agent.panel);
  await agent.dialog.getByLabel('说明').fill('检测完成，已电话说明。');
  await agent.press('确认兑现', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
}
