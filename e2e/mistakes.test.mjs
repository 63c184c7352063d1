// What people get wrong is told in a clear sentence, and what they typed stays.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { photo, sparse } from './lib/files.mjs';
import { story } from './lib/story.mjs';

const mebibyte = 1024 * 1024;
const facts = { scenario: 'quality.damaged', severity: 'normal', demands: ['exchange'], order_no: '', summary: '底座开裂' };
const inTwoHours = () => new Date(Date.now() + 2 * 3600_000).toISOString();

// conflict is what the server says no to when somebody else was faster; the browser logs it.
const conflict = /status of 409/;

// withCase opens the conversation of a buyer of the demo shop, who has a case now.
async function withCase(world) {
  const agent = await Agent.signedIn(world);
  const { items } = await agent.api('GET', '/api/queue?view=all');
  const conversation = items.find((each) => each.customer.name === '林婉清').conversation_id;
  const { id } = await agent.api('POST', `/api/conversations/${conversation}/cases`, facts);
  await agent.open(conversation);
  await agent.panel.getByText('底座开裂').first().waitFor();
  return { agent, conversation, caseId: id };
}

story('two tabs change one case: the slower one is told, and keeps its words', async (world) => {
  const { agent, conversation } = await withCase(world);
  agent.person.allow(conflict);
  const slow = await agent.tab(`/c/${conversation}`);
  for (const tab of [agent, slow]) await tab.press('修改', tab.panel);
  await slow.panel.getByLabel('事情经过').fill('底座开裂，灯罩也有划痕');
  await agent.panel.getByRole('textbox', { name: '订单号' }).fill('6937021846473');
  await agent.press('保存', agent.panel);
  await agent.press('修改', agent.panel); // it was saved
  await slow.press('保存', slow.panel);
  await slow.panel.getByText('刚被别人改过').waitFor();
  assert.equal(await slow.panel.getByLabel('事情经过').inputValue(), '底座开裂，灯罩也有划痕');
  await world.shot(slow, 'slower');
  await slow.press('载入最新', slow.panel);
  await slow.panel.getByText('刚被别人改过').waitFor({ state: 'detached' });
  assert.equal(await slow.panel.getByLabel('事情经过').inputValue(), '底座开裂，灯罩也有划痕');
  assert.equal(await slow.panel.getByRole('textbox', { name: '订单号' }).inputValue(), '6937021846473');
  await slow.press('保存', slow.panel);
  await slow.panel.locator('.facts-summary', { hasText: '灯罩也有划痕' }).waitFor();
  const { cases } = await agent.detail(conversation);
  assert.equal(cases[0].order_no, '6937021846473');
  assert.equal(cases[0].summary, '底座开裂，灯罩也有划痕');
});

story('two tabs settle one commitment: the slower one is told, and keeps its words', async (world) => {
  const { agent, conversation, caseId } = await withCase(world);
  agent.person.allow(conflict);
  await agent.api('POST', `/api/cases/${caseId}/commitments`, { text: '寄出新台灯', due_at: inTwoHours() });
  const slow = await agent.tab(`/c/${conversation}`);
  await slow.press('改期', slow.panel);
  await slow.dialog.getByLabel('为什么改期').fill('仓库盘点');
  await slow.dialog.getByRole('button', { name: '2 小时内' }).click();
  await agent.press('确认兑现', agent.panel);
  await agent.press('确认兑现', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await slow.press('改期并告知买家', slow.dialog);
  await slow.dialog.getByRole('alert').waitFor();
  assert.match(await slow.dialog.getByRole('alert').innerText(), /这个承诺(刚刚被别人处理过|已经了结过了)/);
  assert.equal(await slow.dialog.getByLabel('为什么改期').inputValue(), '仓库盘点');
  await world.shot(slow, 'slower');
});

story('a buyer sends too much', async (world) => {
  const buyer = await Buyer.visiting(world);
  const page = buyer.frame;
  await buyer.composer.fill('长'.repeat(5001));
  await buyer.composer.press('Enter');
  await page.getByText('消息最多 5000 字，现在 5001 字').waitFor();
  assert.equal((await buyer.composer.inputValue()).length, 5001);
  await world.shot(buyer, 'too-long');
  await buyer.say('😀'.repeat(5000)); // characters count, not bytes
  await buyer.delivered('😀😀😀');

  await buyer.composer.fill('发不出去的录像');
  await buyer.files.setInputFiles(await sparse(world, '开箱.mp4', 21 * mebibyte));
  await page.getByText('开箱.mp4：文件超过 20 MB').first().waitFor();
  await buyer.composer.press('Enter');
  await page.getByText('请重试或移除后再发送').waitFor();
  await world.shot(buyer, 'too-large');
  await page.getByRole('button', { name: '移除 开箱.mp4' }).click();

  const picture = await photo(world, buyer.person, { width: 320, height: 240 });
  await buyer.files.setInputFiles(Array(10).fill(picture));
  await page.getByText('一条消息最多 9 个文件').waitFor();
  await page.locator('.tile.done').nth(8).waitFor();
  assert.equal(await page.locator('.tile').count(), 9);
  assert.equal(await buyer.composer.inputValue(), '发不出去的录像');
  await world.shot(buyer, 'too-many');
  await buyer.composer.press('Enter');
  await buyer.delivered('发不出去的录像');
  const { messages } = await buyer.thread();
  const own = messages.filter((each) => each.sender.kind === 'buyer');
  assert.deepEqual(own.map((each) => [each.text.length, each.files.length]), [[10_000, 0], [7, 9]]);
});

story('an agent enters what cannot be', async (world) => {
  const { agent, caseId } = await withCase(world);
  const problem = agent.page.locator('.composer-note');
  await agent.composer.fill('长'.repeat(5001));
  await problem.filter({ hasText: '超出 1 字，最多 5000 字' }).waitFor();
  await agent.composer.press('Enter');
  assert.equal((await agent.composer.inputValue()).length, 5001);
  await agent.composer.fill('请看附件');
  const files = agent.page.locator('.composer input[type=file]');
  await files.setInputFiles(await sparse(world, '开箱.mp4', 21 * mebibyte));
  await agent.page.getByText('超过 20 MB，无法发送').waitFor();
  await world.shot(agent, 'too-large');
  await agent.composer.press('Enter');
  assert.equal(await agent.composer.inputValue(), '请看附件');
  await agent.page.getByRole('button', { name: '移除 开箱.mp4' }).click();
  const picture = await photo(world, agent.person, { width: 320, height: 240 });
  await files.setInputFiles(Array(10).fill(picture));
  await problem.filter({ hasText: '一条消息最多 9 个文件' }).waitFor();
  await world.shot(agent, 'too-many');
  await agent.page.getByRole('button', { name: /^移除 / }).first().click();
  await agent.send(); // the buyer has written a moment ago
  await agent.bubble('请看附件').waitFor();

  await pastDue(world, agent);
  assert.deepEqual((await agent.api('GET', `/api/cases/${caseId}`)).commitments, []);
});

// pastDue types a time that is over: a sentence, and the words stay.
async function pastDue(world, agent) {
  await agent.press('做出承诺', agent.panel);
  await agent.dialog.getByLabel('承诺做什么').fill('寄出新台灯');
  const picker = agent.dialog.locator('.picker input');
  await picker.fill(shopTime(Date.now() - 60_000));
  await picker.press('Enter');
  await agent.press('承诺并告知买家', agent.dialog);
  await agent.dialog.getByText('这个时间已经过了，请另选一个。').waitFor();
  assert.equal(await agent.dialog.getByLabel('承诺做什么').inputValue(), '寄出新台灯');
  await world.shot(agent, 'past-due');
  await agent.press('取消', agent.dialog);
}

// shopTime is an instant as the shop's clock shows it: "2026-11-23 18:05".
function shopTime(ms) {
  return new Date(ms + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ');
}

story('a wrong password', async (world) => {
  const agent = new Agent(world, await world.person('agent'));
  agent.person.allow(/status of 401 .*\/api\/session/);
  await agent.page.goto(world.server.url);
  await agent.page.getByLabel('账号').fill('chen');
  await agent.page.getByLabel('密码', { exact: true }).fill('wrong');
  await agent.page.locator('button[type=submit]').click();
  await agent.page.getByText('账号或密码不对').waitFor();
  assert.equal(await agent.page.getByLabel('账号').inputValue(), 'chen');
  await world.shot(agent, 'wrong-password');
});
