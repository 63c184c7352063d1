// A team brings its quick replies, an agent takes one with a slash, and what is over neither goes by the list nor by the clipboard.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const table = '分组,标题,内容,结束\n售后,退货地址,{买家}您好，{订单号}的退货地址已发到您手机，寄出后把单号告诉我就行,\n活动,双十一满减,双十一期间满300减50可以和店铺券一起使用,2026-01-01\n';

story('quick replies are brought, taken with a slash, and stopped when they are over', async (world) => {
  const [boss, agent, buyer] = await Promise.all([Agent.signedIn(world, 'zhou'), Agent.signedIn(world), Buyer.visiting(world)]);
  await brings(world, boss);
  await buyer.say('台灯碎了，怎么退');
  await buyer.delivered('台灯碎了，怎么退');
  const conversation = await buyer.conversation();
  await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'normal', order_no: '6937021851160' });
  await agent.open(conversation);
  await takes(world, agent, buyer);
  await pastes(world, agent);
  await boss.page.reload();
  await boss.page.getByText('用过 1 次').waitFor();
});

async function brings(world, boss) {
  const { page } = boss;
  boss.person.allow(/Failed to load resource: .* 422 /);
  await page.goto(`${world.server.url}/settings/replies`);
  await page.getByRole('button', { name: '签收没收到' }).waitFor();
  const wrong = join(world.server.data, 'wrong.csv');
  await writeFile(wrong, '内容\n您的{密码}是什么\n');
  await page.locator('input[type=file]').setInputFiles(wrong);
  await boss.dialog.getByText('没有“密码”这个变量').waitFor();
  await world.shot(boss, '1-wrong');
  await boss.press('知道了', boss.dialog);
  const file = join(world.server.data, '话术.csv');
  await writeFile(file, table);
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('新增 2 条').waitFor();
  await page.getByRole('button', { name: '退货地址' }).click();
  await boss.dialog.getByLabel('分组').waitFor();
  await world.shot(boss, '2-form');
  assert.deepEqual(await barriers(page), []);
  await boss.dialog.getByLabel('标题').fill('退货地址和单号');
  await boss.press('保 ?存', boss.dialog);
  await page.getByRole('button', { name: '退货地址和单号' }).waitFor();
  await page.getByText('已过期').first().waitFor();
  await world.shot(boss, '3-list');
  assert.deepEqual(await barriers(page), []);
}

async function takes(world, agent, buyer) {
  const list = agent.page.getByRole('listbox', { name: '快捷回复' });
  await agent.composer.fill('/');
  await agent.composer.fill('/双十一');
  await list.getByText('双十一满减').waitFor();
  await world.shot(agent, '4-slash');
  assert.deepEqual(await barriers(agent.page), []);
  await list.getByText('双十一满减').click();
  assert.equal(await agent.composer.inputValue(), '/双十一');
  await agent.composer.fill('、退货');
  await list.getByText('退货地址和单号').waitFor();
  await agent.composer.press('Enter');
  await agent.page.waitForFunction(() => document.querySelector('.composer textarea').value.includes('6937021851160'));
  const words = await agent.composer.inputValue();
  await world.shot(agent, '5-taken');
  await agent.send();
  await buyer.bubble(words).waitFor();
}

// From the clipboard, or out of somebody's own file: the words themselves are known.
async function pastes(world, agent) {
  await agent.composer.fill('亲，双十一期间满300减50可以和店铺券一起使用哦');
  await agent.page.locator('.findings').getByText('双十一满减').waitFor();
  await world.shot(agent, '6-stale');
  await agent.composer.press('Enter');
  await agent.dialog.or(agent.page.locator('.gate')).first().waitFor();
  await world.shot(agent, '7-asked');
}
