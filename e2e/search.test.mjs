// An agent finds what was said by two characters, by a number and by the sound of a name; what is not theirs is not there.
import assert from 'node:assert/strict';

import { Administrator, enter } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const words = '台灯的灯罩裂了，订单 6937021846473';
const wide = { viewport: { width: 1440, height: 900 } };

story('messages, cases and people are found, and lead to where they are', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world, 'chen', wide)]);
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  const { number } = await opened(agent, conversation);
  await byPalette(world, agent, conversation);
  await byPage(world, agent, number, conversation);
  await byOrder(world, agent);
  await takesBack(world, agent, conversation);
  await elsewhere(world);
});

// opened is a case about it, below enough talk that the message is out of sight.
async function opened(agent, conversation) {
  const facts = { scenario: 'quality.damaged', severity: 'normal', demands: ['exchange'], order_no: '6937021846473', summary: '灯罩开裂，想换一只' };
  for (let n = 1; n <= 60; n++) await agent.api('POST', `/api/conversations/${conversation}/messages`, { text: `第 ${n} 步已经核对`, file_ids: [] });
  return agent.api('POST', `/api/conversations/${conversation}/cases`, facts);
}

async function byPalette(world, agent, conversation) {
  const { page } = agent;
  await page.keyboard.press('Control+k');
  const found = page.getByRole('listbox').getByRole('option');
  await typed(page.getByRole('combobox', { name: '搜索和操作' }), '灯罩', found.filter({ hasText: '台灯的灯罩裂了' }));
  await world.shot(agent, '1-palette');
  assert.deepEqual(await barriers(page), []);
  await found.filter({ hasText: '台灯的灯罩裂了' }).click();
  await page.waitForURL(`**/c/${conversation}?at=*`);
  await agent.bubble(words).waitFor();
  await inSight(agent.bubble(words));
  await world.shot(agent, '2-jumped');
}

// typed types until what was said a moment ago is found.
async function typed(field, text, hit) {
  for (let tries = 0; tries < 20; tries++) {
    await field.fill('');
    await field.fill(text);
    if (await hit.first().waitFor({ timeout: 1_000 }).then(() => true, () => false)) return;
  }
  await hit.first().waitFor({ timeout: 1_000 });
}

async function inSight(locator) {
  for (let tries = 0; tries < 40; tries++) {
    if (await locator.evaluate((node) => { const at = node.getBoundingClientRect(); return at.top > 60 && at.bottom < innerHeight - 120; })) return;
    await locator.page().waitForTimeout(100);
  }
  assert.fail('the message is not in sight');
}

async function byPage(world, agent, number, conversation) {
  const { page } = agent;
  await page.goto(`${world.server.url}/search`);
  await page.getByText('想找什么？').waitFor();
  await world.shot(agent, '3-tips');
  assert.deepEqual(await barriers(page), []);
  const hits = page.locator('.hits .hit');
  const look = async (text) => {
    await page.getByLabel('搜索词').fill(text);
    await page.getByLabel('搜索词').press('Enter');
  };
  await look('6473'); // the last digits of the order
  await hits.filter({ hasText: number }).waitFor();
  await hits.filter({ hasText: '台灯的灯罩裂了' }).waitFor();
  await world.shot(agent, '4-number');
  assert.deepEqual(await barriers(page), []);
  await page.getByText('客诉', { exact: true }).first().click();
  await hits.filter({ hasText: '台灯的灯罩裂了' }).waitFor({ state: 'detached' });
  assert.equal(await hits.filter({ hasText: number }).count(), 1);
  await page.getByText('全部', { exact: true }).first().click();
  await look('csy'); // 陈思远
  await hits.filter({ hasText: '陈思远' }).first().waitFor();
  await world.shot(agent, '5-pinyin');
  await look('没有人说过的话');
  await page.getByText('没有找到“没有人说过的话”').waitFor();
  await look('<b>');
  await look('灯罩');
  await hits.first().waitFor();
  await page.getByLabel('搜索词').press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(await hits.nth(1).evaluate((node) => node === document.activeElement), true);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/c/${conversation}*`);
}

// An order is found by its parcel and by what was bought, and leads to its page.
async function byOrder(world, agent) {
  const { page } = agent;
  await page.goto(`${world.server.url}/search?kind=order&q=${encodeURIComponent('陶瓷台灯')}`);
  const hit = page.locator('.hits .hit').filter({ hasText: '6937021846473' });
  await hit.waitFor();
  await world.shot(agent, '6-order');
  assert.deepEqual(await barriers(page), []);
  await hit.click();
  await page.waitForURL('**/orders?*id=*');
  await page.getByRole('dialog').getByText('北欧陶瓷台灯').waitFor();
}

// What was taken back is gone, at once.
async function takesBack(world, agent, conversation) {
  const { seq } = await agent.api('POST', `/api/conversations/${conversation}/messages`, { text: '暗号是蓝鲸', file_ids: [] });
  await found(agent, '蓝鲸', 1);
  await agent.api('POST', `/api/conversations/${conversation}/recall`, { seq });
  assert.equal((await agent.api('GET', `/api/search?q=${encodeURIComponent('蓝鲸')}`)).items.length, 0);
}

async function found(agent, text, count) {
  for (let tries = 0; tries < 100; tries++) {
    const { items } = await agent.api('GET', `/api/search?q=${encodeURIComponent(text)}`);
    if (items.length === count) return;
    await agent.page.waitForTimeout(100);
  }
  assert.fail(`${text} is not found ${count} times`);
}

// Somebody of another shop finds nothing of it, and the administrator sees how far search is.
async function elsewhere(world) {
  const admin = await Administrator.signedIn(world, wide);
  const shop = await admin.api('POST', '/api/shops', { name: '青禾茶铺', key: 'qinghe' });
  const temporary = 'tea and biscuits 1';
  const user = await admin.api('POST', '/api/users', { name: '林小雨', login: 'lin', password: temporary, grants: [{ role_id: 'agent', shop_id: shop.id }] });
  assert.ok(user.id);
  const lin = await enter(world, 'lin', 'lin', temporary);

  await lin.page.locator('.rail').waitFor();
  await lin.page.goto(`${world.server.url}/search?q=${encodeURIComponent('灯罩')}`);
  await lin.page.getByText('没有找到“灯罩”').waitFor();
  await world.shot(lin, '7-elsewhere');
  await admin.settings('jobs');
  await admin.page.locator('.search-state', { hasText: '已收录全部内容' }).waitFor();
  await world.shot(admin, '8-state');
  assert.deepEqual(await barriers(admin.page), []);
}
