// Of what was committed to, one comes due and is honestly put off, one breaks and is made good late, and the
// supervisor sees all of it on the wall and updates the rest at once.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const words = '洗衣机一直漏水，什么时候来修？';
const facts = { scenario: 'quality.malfunction', severity: 'normal', demands: ['exchange'], order_no: '6937021846473', summary: '洗衣机漏水' };
const visit = '约好上门维修的时间';
const parts = '给出配件的到货时间';
const refund = '退回上门费';
const call = '回电说明处理方案';

const soon = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();

story('a broken commitment stays owed, the wall shows it, and the rest is updated at once', async (world) => {
  const [buyer, agent, supervisor] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world), Agent.signedIn(world, 'zhou')]);
  const complaint = await begins(buyer, agent);
  const commit = (text, seconds) => agent.api('POST', `/api/cases/${complaint}/commitments`, { text, due_at: soon(seconds) });
  await Promise.all([toWall(agent), toWall(supervisor)]);
  await commit(visit, 4); // with the usual grace
  await honest(world, buyer, agent);
  await withoutGrace(world);
  await commit(parts, 4);
  await Promise.all([commit(refund, 30 * 3600), commit(call, 40 * 3600)]);
  await breaks(world, agent, supervisor);
  await updatesTheRest(world, buyer, agent, supervisor);
  await tellsApart(world, supervisor);
});

async function begins(buyer, agent) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.say('非常抱歉，我马上为您安排。');
  return (await agent.api('POST', `/api/conversations/${conversation}/cases`, facts)).id;
}

async function toWall(agent) {
  await agent.page.getByRole('link', { name: '承诺看板' }).click();
  await agent.page.getByRole('heading', { name: '承诺看板' }).waitFor();
}

const row = (agent, text) => agent.page.locator('.wall-row', { hasText: text });

// It is due: the wall says so at once, the bell rings, and the buyer is told honestly that there is no result.
async function honest(world, buyer, agent) {
  await row(agent, visit).locator('.state-tag', { hasText: '已到时间' }).waitFor();
  await agent.page.getByRole('button', { name: /通知，\d 条未读/ }).waitFor();
  await world.shot(agent, '1-due');
  await agent.press('改期', row(agent, visit));
  await agent.dialog.getByRole('button', { name: '如实告知还没有结果' }).click();
  await agent.press('改期并告知买家', agent.dialog);
  await agent.dialog.getByText('请选择时间。').waitFor();
  await agent.dialog.getByRole('button', { name: '30 分钟内' }).click();
  await world.shot(agent, '2-honest');
  await agent.press('改期并告知买家', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await buyer.commitment(`${visit}：目前还没有结果，我们仍在跟进`).waitFor();
}

// withoutGrace lets what is committed to from now on break when it is due.
async function withoutGrace(world) {
  const boss = await Agent.signedIn(world, 'admin');
  const shop = (await boss.api('GET', '/api/shops')).items[0];
  await boss.api('PATCH', `/api/shops/${shop.id}`, { version: shop.version, name: shop.name, settings: { ...shop.settings, commitment_grace_minutes: 0 } });
  await boss.person.context.close();
}

// It breaks before the eyes of both, is owed until it is made good, and stays on the record as broken.
async function breaks(world, agent, supervisor) {
  await row(supervisor, parts).locator('.state-tag', { hasText: '已逾期' }).waitFor();
  await row(supervisor, `${visit}：目前还没有结果`).waitFor();
  assert.equal(await supervisor.page.locator('.wall-row').first().getByText(parts).count(), 1, 'what is late stands first');
  await supervisor.page.locator('.kept-card', { hasText: '个仍未了结' }).waitFor();
  await world.shot(supervisor, '3-broken');
  assert.deepEqual(await barriers(supervisor.page), []);
  await agent.press('确认兑现', row(agent, parts));
  await agent.dialog.getByLabel('说明').fill('配件周五到货，已电话告知。');
  await agent.press('确认兑现', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await row(supervisor, parts).waitFor({ state: 'detached' });
  await supervisor.page.locator('.kept-card', { hasText: '1 个已补兑现' }).waitFor();
}

// What changes after the preview is passed over, and it is said why.
async function updatesTheRest(world, buyer, agent, supervisor) {
  await supervisor.page.getByRole('checkbox', { name: new RegExp(refund) }).check();
  await supervisor.page.getByRole('checkbox', { name: new RegExp(call) }).check();
  await supervisor.press('批量改期（2 个）');
  await world.shot(supervisor, '4-words');
  await supervisor.press('预 ?览', supervisor.dialog);
  await supervisor.dialog.getByText(`您好：${refund}目前还没有结果`).waitFor();
  await world.shot(supervisor, '5-preview');
  assert.deepEqual(await barriers(supervisor.page), []);
  await agent.press('确认兑现', row(agent, call));
  await agent.press('确认兑现', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await supervisor.press('发出 2 条更新', supervisor.dialog);
  await supervisor.dialog.getByText('共 2 个：已改期 1 个，未更新 1 个。').waitFor();
  await supervisor.dialog.getByText('这个承诺刚刚被别人处理过').waitFor();
  await world.shot(supervisor, '6-done');
  assert.deepEqual(await barriers(supervisor.page), []);
  await supervisor.press('关 ?闭', supervisor.dialog);
  await buyer.commitment(`您好：${refund}目前还没有结果`).waitFor();
  await world.shot(buyer, '6-told');
}

async function tellsApart(world, supervisor) {
  await supervisor.page.getByText(/^已了结/).click();
  await row(supervisor, parts).getByText('已逾期').waitFor();
  await row(supervisor, call).getByText('已兑现').waitFor();
  await supervisor.page.getByText('按负责人查看').click();
  await world.shot(supervisor, '7-settled');
  assert.deepEqual(await barriers(supervisor.page), []);
  await supervisor.page.getByRole('button', { name: parts }).click(); // leads to the conversation
  await supervisor.bubble(words).waitFor();
}
