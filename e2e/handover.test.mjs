// A shift ends: what is owned goes to a colleague who takes it over by name, and the next shift begins with one page.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const modal = (agent) => agent.page.locator('.ant-modal').filter({ visible: true });
const item = (agent, words) => agent.page.locator('.sheet-item', { hasText: words });

// colleague opens a browser for another agent.
async function colleague(world, login) {
  const agent = new Agent(world, await world.person(login));
  await agent.signIn(login);
  return agent;
}

async function look(world, agent, name) {
  await agent.page.mouse.move(0, 0);
  assert.deepEqual(await barriers(agent.page), [], name);
  await world.shot(agent, name);
}

story('the roster is planned, changed and published; a shift begins with its page', async (world) => {
  const [chief, chen] = await Promise.all([Agent.signedIn(world, 'zhou'), colleague(world, 'chen')]);
  await chief.page.getByRole('link', { name: '班前' }).click();
  await chief.page.getByText('茶具满 299 减 40').waitFor();
  await chief.press('排班表');
  await chief.page.getByText('还没有发布').waitFor();
  await look(world, chief, '1-plan');
  await chief.press('添加班次');
  await modal(chief).getByLabel('班次名称').fill('全天');
  await modal(chief).getByLabel('开始').fill(begun());
  await modal(chief).getByLabel('结束').fill(begun(-10));
  await look(world, chief, '2-shift');
  await chief.press('保 ?存', modal(chief));
  const row = chief.page.locator('tr', { hasText: '全天' });
  const today = row.locator('td.roster-today');
  await today.getByRole('combobox').click();
  await chief.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '陈思远' }).click();
  await today.getByText('陈思远').waitFor();
  await chief.page.keyboard.press('Escape');
  await chief.press('发 ?布');
  await chief.page.getByText('已发布').waitFor();
  await look(world, chief, '3-published');
  await chen.page.reload();
  await chen.page.getByText('全天开始了').waitFor();
  await chen.page.getByRole('link', { name: '看班前一页' }).click();
  await chen.page.locator('.briefing-duties').getByText('当班').first().waitFor();
  await chen.page.locator('.briefing-crew').getByText('陈思远').first().waitFor();
  await look(world, chen, '4-briefing');
  await chen.press('看两周');
  await chen.press('只看今明');
  await bulletin(world, chief, chen);
});

// begun is the clock of the demo shop ten minutes ago, or midnight.
function begun(minutes = 0) {
  const now = Math.floor(Date.now() / 60_000) + 8 * 60;
  const at = Math.max(0, (now % 1440) - 10) + minutes;
  return new Date(((at + 1440) % 1440) * 60_000).toISOString().slice(11, 16);
}

async function bulletin(world, chief, chen) {
  await chief.page.getByRole('link', { name: '班前' }).click();
  await chief.press('管 ?理');
  await chief.press('添加须知', modal(chief));
  await modal(chief).getByLabel('标题').fill('满 99 包邮到周日');
  await modal(chief).getByLabel('内容').fill('偏远地区除外');
  await look(world, chief, '5-bulletin');
  await chief.press('保 ?存', modal(chief));
  await modal(chief).getByText('满 99 包邮到周日').waitFor();
  await chen.page.getByText('满 99 包邮到周日').waitFor(); // at once, on the page of who is on duty
  await chief.page.keyboard.press('Escape');
  await chief.press('排班表');
  await chief.page.getByText('已发布').waitFor();
  await chief.press('深色模式');
  await look(world, chief, '6-dark');
}

story('two agents hand over; a second tab is told, and one thing comes back', async (world) => {
  const [buyer, other, chen, li] = await Promise.all([
    Buyer.visiting(world, undefined, 'first'), Buyer.visiting(world, undefined, 'second'), Agent.signedIn(world), colleague(world, 'li'),
  ]);
  chen.person.allow(/console: Failed to load resource: .* 422 .*\/handovers/); // without a word about it
  const one = await owned(buyer, chen, '茶壶裂了，想补发', '18 点前答复补发');
  const two = await owned(other, chen, '杯子少了一个', '明天中午前补寄');
  await prepares(world, chen);
  await li.page.getByRole('button', { name: /通知.*1/ }).waitFor();
  await li.page.getByRole('link', { name: '班前' }).click();
  await item(li, '18 点前答复补发').waitFor();
  await look(world, li, '7-waiting');
  const tab = await li.tab('/shift');
  await item(tab, '18 点前答复补发').waitFor();
  await keepsOld(tab);
  await takes(world, li, one);
  await secondTab(world, tab, chen, two);
  await look(world, li, '10-after');
  await li.press('接手其余 1 项');
  await li.page.getByRole('article').waitFor({ state: 'detached' }); // nothing waits any more
  await chen.page.reload();
  await chen.page.getByText('我还在等物流回复').waitFor();
  await look(world, chen, '11-given');
  await li.press('EN');
  await li.page.getByRole('heading', { name: 'Before the shift' }).waitFor();
  await look(world, li, '12-english');
  await chen.press('深色模式');
  await look(world, chen, '13-dark');
});

// owned lets a buyer write, and an agent register a case with a commitment.
async function owned(buyer, agent, words, commitment) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.say('我来跟进。');
  await agent.bubble('我来跟进。').waitFor();
  const made = await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'low' });
  await agent.api('POST', `/api/cases/${made.id}/commitments`, { text: commitment, due_at: new Date(Date.now() + 3 * 3_600_000).toISOString() });
  return { ...made, conversation };
}

async function prepares(world, chen) {
  await chen.page.getByRole('link', { name: '班前' }).click();
  await chen.press('准备交接单');
  const form = modal(chen);
  await form.getByText('18 点前答复补发').waitFor();
  await form.getByLabel('由谁接手').click();
  await chen.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '李沐' }).click();
  await form.getByRole('button', { name: /交出/ }).click();
  await form.getByText('请写一句交接说明').waitFor();
  await form.getByLabel('交接说明').fill('两单都不急，茶壶等仓库回复');
  await form.locator('li', { hasText: '18 点前答复补发' }).getByRole('textbox').fill('仓库答应今天查');
  await look(world, chen, '6-prepare');
  await form.getByRole('button', { name: /交出/ }).click();
  await chen.page.getByText('我交给 李沐').waitFor();
}

async function takes(world, li, one) {
  await item(li, '18 点前答复补发').getByRole('button', { name: /^接 ?手$/ }).click();
  await item(li, '18 点前答复补发').getByText('已接手').waitFor();
  const { case: now } = await li.api('GET', `/api/cases/${one.id}`);
  assert.equal(now.owner.name, '李沐');
  await world.shot(li, '8-taken');
}

// keepsOld lets a tab hear nothing new.
async function keepsOld(tab) {
  const old = await tab.api('GET', '/api/briefing');
  await tab.page.route('**/api/briefing', (route) => route.fulfill({ json: old }));
}

// secondTab still shows what was there before: it is told, sees the newer state, and hands the other thing back.
async function secondTab(world, tab, chen, two) {
  tab.person.allow(/console: Failed to load resource: .* 409 .*\/hand-back/);
  await item(tab, '18 点前答复补发').getByRole('button', { name: /^退 ?回$/ }).click();
  await modal(tab).getByLabel('退回原因').fill('不是我的');
  await tab.page.unroute('**/api/briefing');
  await tab.press('退 ?回', modal(tab));
  await modal(tab).getByRole('alert').waitFor();
  await item(tab, '18 点前答复补发').getByText('已接手').waitFor();
  await world.shot(tab, '9-told');
  await tab.press('取 ?消', modal(tab));
  await item(tab, '明天中午前补寄').getByRole('button', { name: /^退 ?回$/ }).click();
  await modal(tab).getByLabel('退回原因').fill('我还在等物流回复');
  await tab.press('退 ?回', modal(tab));
  await item(tab, '明天中午前补寄').getByText('已退回').waitFor();
  const { case: now } = await chen.api('GET', `/api/cases/${two.id}`);
  assert.equal(now.owner.name, '陈思远', 'what comes back never left');
}
