// One buyer in two browsers: an agent merges the two conversations, everybody goes on without a gap, and it is taken
// back.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer, desktop } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const facts = { scenario: 'quality.damaged', severity: 'high', demands: ['exchange'], order_no: 'A2026112501', summary: '杯子碎了' };
const tonight = () => new Date(Date.now() + 5 * 3600_000).toISOString();

// twice: somebody writes from a computer and gets an answer, and then from a phone, with a case and a commitment.
async function twice(world, options) {
  const [laptop, phone, agent] = await Promise.all([
    Buyer.visiting(world, desktop, 'laptop'), Buyer.visiting(world, undefined, 'phone'), Agent.signedIn(world, 'chen', options),
  ]);
  await laptop.say('买的杯子碎了');
  await laptop.delivered('买的杯子碎了');
  const old = await laptop.conversation();
  await agent.open(old);
  await agent.say('马上为您处理');
  await agent.bubble('马上为您处理').waitFor();
  await phone.say('我换手机了，杯子的事怎么样了');
  await phone.delivered('我换手机了，杯子的事怎么样了');
  const fresh = await phone.conversation();
  const opened = await agent.api('POST', `/api/conversations/${fresh}/cases`, facts);
  await agent.api('POST', `/api/cases/${opened.id}/commitments`, { text: '今晚前补发一只', due_at: tonight() });
  await phone.say('今晚几点');
  await phone.delivered('今晚几点');
  return { laptop, phone, agent, old, fresh, number: opened.number };
}

const mergedIn = (agent) => agent.page.getByRole('region', { name: /^并入的会话/ });

// asks opens the dialog in the conversation that is open, and finds another one by words that were said there.
async function asks(agent, words) {
  await agent.press('更多');
  await agent.page.getByText('合并到另一个会话…').click();
  await agent.dialog.getByRole('radio').first().waitFor();
  await agent.dialog.getByLabel('搜昵称、聊天内容、客诉单号或订单号').fill(words);
  await agent.page.waitForFunction(() => document.querySelectorAll('.candidate').length === 1);
  const found = agent.dialog.getByRole('radio', { name: words });
  await found.click();
  await agent.dialog.getByRole('region', { name: '合并之后' }).waitFor();
}

async function agrees(agent) {
  await agent.dialog.getByLabel('我已核实是同一位买家').check();
  await agent.press('合 ?并', agent.dialog);
}

story('a buyer in two browsers becomes one, and two again', async (world) => {
  const { laptop, phone, agent, old, fresh, number } = await twice(world);
  await agent.open(fresh);
  await asks(agent, '马上为您处理');
  await agent.press('合 ?并', agent.dialog);
  await agent.dialog.getByText('请核实后勾选').waitFor();
  await agent.dialog.getByText('1 个客诉单、1 个进行中的承诺一起转过去').waitFor();
  assert.deepEqual(await barriers(agent.page), []);
  await world.shot(agent, 'dialog');
  await agrees(agent);

  // One thread with what was said in both, the case beside it, one row in the queue.
  await agent.page.waitForURL(`**/c/${old}`);
  await mergedIn(agent).getByText('我换手机了，杯子的事怎么样了').waitFor();
  await agent.bubble('马上为您处理').waitFor();
  await agent.panel.getByText(`客诉单 ${number}`).waitFor();
  await agent.row(fresh).waitFor({ state: 'detached' });
  await agent.row(old).locator('.waiting').waitFor();
  await world.shot(agent, 'merged');
  assert.deepEqual(await barriers(agent.page), []);

  // Both browsers show both, and go on.
  await phone.bubble('买的杯子碎了').waitFor();
  await laptop.bubble('我换手机了，杯子的事怎么样了').waitFor();
  await phone.say('好，等你消息');
  await phone.delivered('好，等你消息');
  await laptop.bubble('好，等你消息').waitFor();
  await agent.bubble('好，等你消息').waitFor();
  await agent.say('补发单已经建好');
  await Promise.all([phone.bubble('补发单已经建好').waitFor(), laptop.bubble('补发单已经建好').waitFor()]);
  await world.shot(phone, 'merged');
  await world.shot(laptop, 'merged');

  await takenBack(world, { laptop, phone, agent, old, fresh, number });
});

// takenBack: it was somebody else after all. A tab that shows the other conversation says where it went.
async function takenBack(world, { laptop, phone, agent, old, fresh, number }) {
  const tab = await agent.tab(`/c/${fresh}`);
  await tab.page.getByText('这里只能查看').waitFor();
  await tab.page.getByText('客诉单不在这里了').waitFor();
  assert.equal(await tab.composer.count(), 0);
  assert.deepEqual(await barriers(tab.page), []);
  await tab.page.screenshot({ path: `${world.folder}/chen-gone.png` });
  await tab.press('去合并后的会话');
  await tab.page.waitForURL(`**/c/${old}`);
  await tab.page.goBack();
  await agent.press('撤销合并', mergedIn(agent));

  await mergedIn(agent).waitFor({ state: 'detached' });
  await agent.page.getByText(/撤销了会话合并/).waitFor();
  await agent.row(fresh).locator('.waiting').waitFor();
  await laptop.bubble('我换手机了，杯子的事怎么样了').waitFor({ state: 'detached' });
  await phone.bubble('买的杯子碎了').waitFor({ state: 'detached' });
  assert.deepEqual([await phone.conversation(), await laptop.conversation()], [fresh, old]);
  await phone.say('还在等');
  await phone.delivered('还在等');
  await agent.open(fresh);
  await agent.bubble('还在等').waitFor();
  await agent.panel.getByText(`客诉单 ${number}`).waitFor();
  await world.shot(agent, 'undone');
}

story('who was writing takes the words along, and who was slower is told', async (world) => {
  const { agent, old, fresh } = await twice(world, { colorScheme: 'dark' });
  const chief = await Agent.signedIn(world, 'zhou');
  chief.person.allow(/console: Failed to load resource: .* 409 .*\/mergings\)/);
  await agent.open(fresh);
  await agent.composer.fill('您好，杯子的事我看');
  await agent.page.getByText(/已保存/).waitFor();

  // The chief chooses, somebody changes what was chosen, and the second try is about what it is now.
  await chief.row(fresh).click();
  await chief.composer.waitFor();
  await asks(chief, '马上为您处理');
  const { conversation } = await agent.detail(old);
  await agent.api('POST', `/api/conversations/${old}/snooze`, { version: conversation.version, until: tonight() });
  await agrees(chief);
  await chief.dialog.getByRole('alert').getByText('刚刚被别人改过').waitFor();
  await world.shot(chief, 'slower');
  await chief.press('合 ?并', chief.dialog);
  await chief.page.waitForURL(`**/c/${old}`);
  await mergedIn(chief).waitFor();

  // What was put off is back, because somebody has to see it. The words come along.
  await chief.row(old).locator('.waiting').waitFor();
  await agent.page.getByText('你在这里还没写完').waitFor();
  await world.shot(agent, 'unfinished');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('带过去接着写');
  await agent.page.waitForURL(`**/c/${old}`);
  await agent.composer.waitFor();
  assert.equal(await agent.composer.inputValue(), '您好，杯子的事我看');
  await world.shot(agent, 'along');
});
