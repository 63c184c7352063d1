// A department hears of its tickets in its group and does them on a phone, without an account.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { photo } from './lib/files.mjs';
import { Group } from './lib/group.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const secret = 'SEC-e2e';

async function demoShop(admin) {
  const { items } = await admin.api('GET', '/api/shops');
  return items.find((each) => each.key === 'demo').id;
}

story('the administrator gives the warehouse a robot in its group, and a wrong secret is told', async (world) => {
  const admin = await Administrator.signedIn(world);
  admin.person.allow(/console: Failed to load resource: .* 422 .*\/robots/);
  const group = await Group.open(secret);
  try {
    await admin.page.goto(`${world.server.url}/settings/shops/${await demoShop(admin)}?part=robots`);
    await admin.page.getByText('还没有群机器人').waitFor();
    assert.deepEqual(await admin.look('1-none'), []);
    await admin.press('添加机器人', admin.main);
    await admin.dialog.getByText('钉钉').click();
    await admin.dialog.getByLabel('名称').fill('仓库群');
    await admin.dialog.getByLabel('机器人网址').fill('https://192.168.1.7/robot/send');
    await admin.dialog.getByLabel('签名密钥').fill('wrong');
    await admin.press('保 ?存', admin.dialog);
    await admin.dialog.getByText('这个地址在内部网络里').waitFor();
    await admin.dialog.getByLabel('机器人网址').fill(group.url);
    assert.deepEqual(await admin.look('2-dialog'), []);
    await admin.press('保 ?存', admin.dialog);
    await admin.closed();
    const card = admin.main.getByRole('listitem', { name: '仓库群' });
    await admin.press('发测试消息', card);
    await card.getByText('请检查签名密钥').waitFor();
    assert.equal(group.heard.length, 0);
    await admin.press('修 ?改', card);
    await admin.dialog.getByLabel('签名密钥').fill(secret);
    await admin.press('保 ?存', admin.dialog);
    await admin.closed();
    await admin.press('发测试消息', card);
    await group.hears('这是一条测试消息');
    await card.getByText('正常').waitFor();
    await admin.press('最近的消息', card);
    await card.getByText('还没有消息').waitFor();
    assert.deepEqual(await admin.look('3-card'), []);
  } finally {
    await group.close();
  }
}, { server: { args: ['--outgoing-allow', '127.0.0.1'] } });

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const words = '茶壶到了是裂的，想补发一个';

// task opens the newest link that a group has heard of, on a phone.
async function task(world, name, message) {
  const worker = await world.person(name, phone);
  await worker.page.goto(message.match(/https?:\/\/\S+\/t\/#\S+/)[0]);
  await worker.page.locator('.task-state').waitFor();
  return worker;
}

async function handsOut(agent, id, key, title) {
  const { items: departments } = await agent.api('GET', `/api/shops/${(await agent.api('GET', '/api/me')).shops[0].id}/departments`);
  const warehouse = departments.find((each) => each.name === '仓储部').id;
  const body = { type_id: 'stock', department_id: warehouse, title, text: '货架 C 区，看看有没有同批次的', public_text: '正在核对库存', fields: { sku: '白瓷茶壶' } };
  return agent.api('POST', `/api/cases/${id}/tickets`, body, key);
}

story('the warehouse hears of a ticket in its group and does it on a phone, with a photo; ended links open nothing', async (world) => {
  const group = await Group.open(secret);
  try {
    const [buyer, agent, admin] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world), Administrator.signedIn(world)]);
    const shop = await demoShop(admin);
    const { items: departments } = await admin.api('GET', `/api/shops/${shop}/departments`);
    const hears = ['new', 'soon', 'due', 'overdue', 'withdrawn', 'buyer_answered'];
    await admin.api('POST', `/api/shops/${shop}/robots`, {
      kind: 'dingtalk', name: '仓库群', language: 'zh-CN', department_id: departments.find((each) => each.name === '仓储部').id, hears, address: group.url, secret,
    });
    await buyer.say(words);
    await buyer.delivered(words);
    const conversation = await buyer.conversation();
    await agent.open(conversation);
    await agent.say('我来跟进。');
    const { id } = await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'low' });
    await handsOut(agent, id, 'ticket-key-1', '查茶壶库存');
    const message = await group.hears('新工单');
    assert.match(message, /^新工单：查库存（A\d+-\d+），请在/);
    assert.doesNotMatch(message, /茶壶|货架/, 'what people wrote stays inside');
    const wang = await task(world, 'phone', message);
    wang.allow(/console: Failed to load resource: .* 404 .*\/task\/ticket/);
    await works(world, wang, agent);
    await two(world, message, wang, agent);
    await ends(world, group, agent, id);
  } finally {
    await group.close();
  }
}, { server: { args: ['--outgoing-allow', '127.0.0.1'] } });

async function works(world, wang, agent) {
  const { page } = wang;
  await page.getByText('货架 C 区').waitFor();
  await page.getByText('白瓷茶壶').waitFor();
  assert.equal(await page.getByText('想补发一个').count(), 0, 'the conversation stays inside');
  await page.getByLabel('您的姓名').fill('王师傅');
  await world.shot(wang, '1-open');
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', { name: '接单' }).click();
  await page.getByText('办理中 · 王师傅').waitFor();
  await agent.panel.locator('.case-ticket', { hasText: '查茶壶库存' }).getByText('王师傅（用链接）').waitFor();
  await page.getByLabel('进展', { exact: true }).fill('C 区找到三个');
  await page.getByRole('button', { name: '提交进展' }).click();
  await page.getByText('进展：C 区找到三个').waitFor();
  await page.locator('input[type=file]').setInputFiles(await photo(world, wang));
  await page.locator('.task-photo img').waitFor();
  await world.shot(wang, '2-working');
  assert.deepEqual(await barriers(page), []);
  const scroll = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.equal(scroll, 0, 'nothing sticks out at the side');
}

// two people hold the same link: the one who is behind is told, and what they typed stays.
async function two(world, message, wang, agent) {
  const li = await task(world, 'other-phone', message);
  li.allow(/console: Failed to load resource: .* (404|409) .*\/task\//);
  await wang.page.getByLabel('库存情况').selectOption('有货');
  await wang.page.getByLabel('一句话说明').fill('有货，今天可以发');
  await li.page.getByLabel('您的姓名').fill('李师傅');
  await li.page.getByLabel('进展', { exact: true }).fill('我去看看');
  await wang.page.getByRole('button', { name: '办完', exact: true }).click();
  await wang.page.getByText('已办完 · 王师傅').waitFor();
  await world.shot(wang, '3-done');
  await li.page.getByRole('button', { name: '提交进展' }).click();
  await li.page.getByText('工单刚刚有变化').waitFor();
  await world.shot(li, '1-behind');
  const done = agent.panel.locator('.case-ticket', { hasText: '查茶壶库存' });
  await done.getByText('有货，今天可以发').waitFor();
  await done.locator('.ticket-files img').waitFor();
  await done.scrollIntoViewIfNeeded();
  await world.shot(agent, '1-owner');
  assert.deepEqual(await barriers(agent.page), []);
}

async function ends(world, group, agent, id) {
  const second = await handsOut(agent, id, 'ticket-key-2', '查壶盖库存');
  const again = await group.hears('A', 20_000, group.heard.length);
  const zhao = await task(world, 'late-phone', again);
  zhao.allow(/console: Failed to load resource: .* 404 .*\/task\//);
  await agent.api('POST', `/api/tickets/${second.id}/link/revoke`);
  await zhao.page.reload();
  await zhao.page.getByText('链接打不开了').waitFor();
  await world.shot(zhao, '1-over');
  assert.deepEqual(await barriers(zhao.page), []);
  await zhao.page.goto(`${world.server.url}/t/#${'A'.repeat(32)}`);
  await zhao.page.getByText('链接打不开了').waitFor();
  const { url } = await agent.api('POST', `/api/tickets/${second.id}/link`);
  await zhao.page.goto(`${url.replace('/t/#', '/t/?lang=en#')}`);
  await zhao.page.getByText('Not taken yet').waitFor();
  await world.shot(zhao, '2-english');
  await zhao.page.getByLabel('Your name').fill('Zhao');
  await zhao.page.getByText('Cannot be done: hand it back').click();
  await zhao.page.getByLabel('Why it goes back').fill('Not ours');
  await zhao.page.getByRole('button', { name: 'Hand back', exact: true }).click();
  await zhao.page.getByText('Handed back to whoever sent it.').waitFor();
  await zhao.page.reload();
  await zhao.page.getByText('This link does not open').waitFor();
}
