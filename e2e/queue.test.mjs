// The queue at work: narrowed, named, chosen from, handed over and put off.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers, catalogue } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const facts = { scenario: 'quality.damaged', severity: 'critical', demands: ['exchange'], order_no: '', summary: '底座开裂' };
const ahead = (ms) => new Date(Date.now() + ms).toISOString();

// everybody returns the conversations of the demo shop by the buyer's name.
async function everybody(agent) {
  const { items } = await agent.api('GET', '/api/queue?view=all');
  return Object.fromEntries(items.map((each) => [each.customer.name, each]));
}

const rows = (agent) => agent.page.locator('.queue-row');
const bulk = (agent) => agent.page.getByRole('region', { name: '批量处理' });

// choose ticks a row, as the mouse finds it.
async function choose(agent, { conversation_id: id }, options) {
  await agent.row(id).hover();
  await agent.row(id).locator('.queue-choose').click(options);
}

// only waits until the queue lists these and nothing else.
async function only(agent, ...listed) {
  await agent.page.waitForFunction((ids) => {
    const shown = [...document.querySelectorAll('.queue-row')].map((row) => row.id.slice(4));
    return shown.length === ids.length && ids.every((id) => shown.includes(id));
  }, listed.map((each) => each.conversation_id));
}

story('a filter is named, and found again', async (world) => {
  const [agent, chief] = await Promise.all([Agent.signedIn(world), Agent.signedIn(world, 'zhou')]);
  const { 林婉清: lin, 周海峰: zhou, 许梦琪: xu } = await everybody(agent);
  await agent.api('POST', `/api/conversations/${lin.conversation_id}/cases`, facts);

  await agent.press('筛选会话');
  await agent.page.getByLabel('严重程度').click();
  await agent.page.locator('.ant-select-item-option', { hasText: '紧急' }).click();
  await only(agent, lin);
  await agent.page.keyboard.press('Escape');
  await agent.page.keyboard.press('Escape');
  await agent.page.getByRole('button', { name: '筛选会话，已设 1 个条件' }).waitFor();
  await world.shot(agent, 'narrowed');
  await saveView(agent, '紧急的');
  await agent.page.reload();
  await only(agent, lin); // what narrows the queue stands in the address
  await agent.press('去掉条件：严重程度：紧急');
  await only(agent, lin, zhou, xu);
  await agent.press('视图');
  await world.shot(agent, 'views');
  await agent.page.getByRole('button', { name: '紧急的', exact: true }).click();
  await only(agent, lin);

  await sharesWith(chief, agent, [zhou, xu]);
  await agent.press('视图');
  await agent.press('删除视图“紧急的”');
  await agent.press('删 ?除', agent.dialog);
  await agent.page.getByRole('button', { name: '紧急的', exact: true }).waitFor({ state: 'detached' });
  await world.shot(agent, 'removed');
});

async function saveView(agent, name) {
  await agent.press('视图');
  await agent.press('保存当前视图');
  await agent.press('保 ?存', agent.dialog);
  await agent.dialog.getByText('请给视图起个名字').waitFor();
  await agent.dialog.getByLabel('名称').fill(name);
  await agent.dialog.getByLabel('名称').press('Enter');
  await agent.dialog.waitFor({ state: 'detached' });
}

// sharesWith: a supervisor names a view for the shop; somebody who may not change it uses it.
async function sharesWith(chief, agent, listed) {
  await chief.press('筛选会话');
  await chief.page.getByLabel('客诉单', { exact: true }).click();
  await chief.page.locator('.ant-select-item-option', { hasText: '没有未结客诉单' }).click();
  await chief.page.keyboard.press('Escape');
  await chief.page.keyboard.press('Escape');
  await chief.press('视图');
  await chief.press('保存当前视图');
  await chief.dialog.getByLabel('名称').fill('还没建单');
  await chief.dialog.getByLabel('谁可以用').click();
  await chief.page.locator('.ant-select-item-option', { hasText: '的同事' }).first().click();
  await chief.press('保 ?存', chief.dialog);
  await chief.dialog.waitFor({ state: 'detached' });

  await agent.page.reload();
  await agent.press('视图');
  const shared = agent.page.getByRole('button', { name: /^还没建单/ });
  await shared.waitFor();
  assert.equal(await agent.page.getByRole('button', { name: '修改视图“还没建单”' }).count(), 0);
  await shared.click();
  await only(agent, ...listed);
}

story('several are handed over; what a colleague took meanwhile is told and stays theirs', async (world) => {
  const [agent, other] = await Promise.all([Agent.signedIn(world), Agent.signedIn(world, 'li')]);
  const { 林婉清: lin, 周海峰: zhou, 许梦琪: xu } = await everybody(agent);
  const first = await rows(agent).first().getAttribute('id');
  const last = await rows(agent).last().getAttribute('id');
  await choose(agent, { conversation_id: first.slice(4) });
  await choose(agent, { conversation_id: last.slice(4) }, { modifiers: ['Shift'] });
  await bulk(agent).getByText('已选 3 个').waitFor();
  await world.shot(agent, 'chosen');
  await other.api('POST', `/api/conversations/${zhou.conversation_id}/assign`, { assignee_id: 'me', version: zhou.version });
  await agent.row(zhou.conversation_id).getByText('无未结客诉单').waitFor(); // the row shows it, the choice is of before

  await bulk(agent).getByRole('button', { name: '转接' }).click();
  await handOver(agent, { to: '周岚', reason: '换班', note: '都在等发货' });
  const told = bulk(agent).getByRole('status');
  await told.getByText('2 个已转接，1 个刚被别人改过').waitFor();
  await bulk(agent).getByText('已选 1 个').waitFor(); // the one that is left to decide about
  await world.shot(agent, 'told');
  const after = await everybody(agent);
  assert.deepEqual([lin, zhou, xu].map(({ customer }) => after[customer.name].assignee.name), ['周岚', '李沐', '周岚']);

  await bulk(agent).getByRole('button', { name: '稍后处理' }).click(); // as it is now
  await agent.page.getByRole('menuitem', { name: /^30 分钟后/ }).click();
  await told.getByText('1 个已推迟').waitFor();
  await only(agent, lin, xu);
  await told.getByRole('button', { name: '知道了' }).click();
  await bulk(agent).waitFor({ state: 'detached' });
});

// handOver fills in the dialog that is open.
async function handOver(agent, { to, reason, note }) {
  await agent.dialog.getByRole('radio', { name: new RegExp(to) }).click();
  await agent.dialog.getByRole('radio', { name: reason }).click();
  await agent.dialog.getByLabel('交代一下').fill(note);
  await agent.press('转 ?接', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
}

story('a conversation goes to a colleague, who reads why', async (world) => {
  const [agent, other] = await Promise.all([Agent.signedIn(world), Agent.signedIn(world, 'li')]);
  const { 林婉清: lin } = await everybody(agent);
  await agent.open(lin.conversation_id);
  await agent.page.locator('.thread-head').getByRole('button', { name: '转接' }).click();
  await agent.press('转 ?接', agent.dialog);
  await agent.dialog.getByText('请选择一位同事').waitFor();
  await agent.dialog.getByText('请选择原因').waitFor();
  await agent.dialog.getByRole('radio', { name: '其他' }).click();
  await agent.dialog.getByText('请写一句原因').waitFor();
  await world.shot(agent, 'transfer');
  await handOver(agent, { to: '李沐', reason: '专业问题', note: '底座要看材质' });
  await agent.page.locator('.thread-who', { hasText: '李沐' }).waitFor();

  await other.page.getByRole('button', { name: '通知，1 条未读', exact: true }).click();
  const notice = other.page.locator('.notices .notice', { hasText: '陈思远 把 林婉清 转给你（专业问题）：“底座要看材质”' });
  await notice.waitFor();
  await world.shot(other, 'told');
  await notice.click();
  await other.page.locator('.event', { hasText: '陈思远 把会话转给了 李沐（专业问题）：“底座要看材质”' }).waitFor();
  await other.page.locator('.thread-who', { hasText: '由我接待' }).waitFor();
  await world.shot(other, 'received');
});

story('what is put off comes back when the buyer writes, and when its time comes', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  await buyer.say('我的台灯到哪了');
  await buyer.delivered('我的台灯到哪了');
  const conversation = await buyer.conversation();
  const head = agent.page.locator('.thread-head');
  await agent.open(conversation);
  await head.getByRole('button', { name: '稍后处理' }).click();
  await agent.page.getByRole('menuitem', { name: /^2 小时后/ }).click();
  await agent.row(conversation).waitFor({ state: 'detached' });
  await agent.page.locator('.snoozed-bar').waitFor();
  await agent.press('已推迟 2');
  await agent.row(conversation).locator('.put-off').waitFor();
  await world.shot(agent, 'put-off');
  await agent.press('已推迟 2');

  await buyer.say('还在吗');
  await agent.row(conversation).waitFor();
  await agent.page.locator('.event', { hasText: '买家有新动静' }).waitFor();
  await agent.page.locator('.snoozed-bar').waitFor({ state: 'detached' });
  await world.shot(agent, 'back');

  await head.getByRole('button', { name: '稍后处理' }).click();
  await agent.page.getByRole('menuitem', { name: '选个时间' }).click();
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date());
  await agent.dialog.getByLabel('时间').fill(`${today} 00:00`);
  await agent.page.keyboard.press('Enter');
  await agent.press('推 ?迟', agent.dialog);
  await agent.dialog.getByText('请选择晚于现在的时间').waitFor();
  await world.shot(agent, 'past');
  await agent.press('取 ?消', agent.dialog);
  await timeComes(world, agent, conversation);
});

// timeComes: sooner than a hand can pick. The bell tells who put it off.
async function timeComes(world, agent, conversation) {
  const { version } = (await agent.detail(conversation)).conversation;
  await agent.api('POST', `/api/conversations/${conversation}/snooze`, { version, until: ahead(3000) });
  await agent.row(conversation).waitFor({ state: 'detached' });
  await agent.row(conversation).getByText('回来了').waitFor();
  await agent.page.locator('.event', { hasText: '推迟的时间到了' }).waitFor();
  await agent.page.getByRole('button', { name: '通知，1 条未读', exact: true }).waitFor();
  await world.shot(agent, 'its-time');
  await agent.say('在的，我查一下');
  await agent.row(conversation).getByText('回来了').waitFor({ state: 'detached' });
}

story('the queue by the keyboard', async (world) => {
  const agent = await Agent.signedIn(world);
  const { page } = agent;
  await page.getByRole('listbox').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await bulk(agent).getByText('已选 2 个').waitFor();
  assert.equal(await page.getByRole('option', { checked: true }).count(), 2);
  await page.keyboard.press('Escape');
  await bulk(agent).waitFor({ state: 'detached' });
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab'); // to the bar
  for (let steps = 0; !(await focused(page, '转接')); steps++) {
    assert.ok(steps < 5, 'the bar is next to the list');
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await agent.dialog.waitFor();
  await page.keyboard.press('Escape');
  await agent.dialog.waitFor({ state: 'detached' });
  await bulk(agent).getByText('已选 1 个').waitFor();
});

const focused = (page, name) => page.evaluate((wanted) => document.activeElement?.getAttribute('aria-label') === wanted, name);

for (const { language, colorScheme, width } of [
  { language: 'zh-CN', colorScheme: 'light', width: 1440 },
  { language: 'zh-CN', colorScheme: 'dark', width: 1280 },
  { language: 'en', colorScheme: 'light', width: 1280 },
]) {
  story(`the queue, ${colorScheme}, ${language}, ${width}`, async (world) => {
    const words = await catalogue(language);
    const agent = new Agent(world, await world.person('agent', { colorScheme, viewport: { width, height: 860 } }));
    await agent.person.context.addInitScript((chosen) => localStorage.setItem('anxin.language', chosen), language);
    await agent.signIn('zhou');
    const { page } = agent;
    const bar = page.locator('.bulk');
    const found = [];
    const look = async (name) => {
      for (const barrier of await barriers(page)) found.push(`${name}: ${barrier}`);
      await world.shot(agent, name);
    };
    const { 林婉清: lin, 许梦琪: xu } = await everybody(agent);
    await agent.api('POST', `/api/conversations/${lin.conversation_id}/cases`, facts);
    await agent.api('POST', `/api/conversations/${xu.conversation_id}/snooze`, { version: xu.version, until: ahead(7_200_000) });
    await agent.open(lin.conversation_id);
    await look('plain');
    await page.getByRole('button', { name: words('filter.open') }).click();
    await page.getByRole('checkbox', { name: words('filter.unread') }).check();
    await page.getByLabel(words('filter.severity')).click();
    await look('filter');
    await page.locator('.ant-select-item-option').first().click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await look('narrowed');
    await agent.press(words('views.title'));
    await look('views-none');
    await agent.press(words('views.save'));
    await agent.dialog.getByLabel(words('views.name')).fill('紧急，要马上看的那些会话');
    await look('save');
    await page.keyboard.press('Enter');
    await agent.dialog.waitFor({ state: 'detached' });
    await agent.press(words('views.title'));
    await page.locator('.saved-view').waitFor();
    await look('views');
    await page.keyboard.press('Escape');
    await page.locator('.filter-chips button').last().click();
    await page.locator('.filter-chips button').last().click();
    await choose(agent, lin);
    await look('chosen');
    await bar.getByRole('button', { name: words('snooze.later') }).click();
    await page.getByRole('menuitem').first().waitFor();
    await look('snooze-menu');
    await page.getByRole('menuitem').last().click();
    await agent.dialog.waitFor();
    await look('snooze-pick');
    await page.keyboard.press('Escape');
    await agent.dialog.waitFor({ state: 'detached' });
    await bar.getByRole('button', { name: words('transfer.hand_over') }).click();
    await agent.dialog.getByRole('radio').first().click();
    await agent.dialog.getByRole('radio', { name: words('assign_reason.other') }).click();
    await look('transfer');
    await page.keyboard.press('Escape');
    await agent.dialog.waitFor({ state: 'detached' });
    await page.locator('.queue-tools').getByRole('button', { name: new RegExp(words('queue.view.snoozed')) }).click();
    await agent.row(xu.conversation_id).click();
    await page.locator('.snoozed-bar').waitFor();
    await look('put-off');
    assert.deepEqual(found, []);
  });
}
