// A rule that a supervisor writes is underlined for who writes in another window, and is gone when it is taken back.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };

story('a rule written by form is underlined in another window, and is gone when an older edition is taken back', async (world) => {
  const [buyer, agent, chief] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world), Administrator.signedIn(world, wide)]);
  await buyer.say('小票在哪里看');
  await buyer.delivered('小票在哪里看');
  await agent.open(await buyer.conversation());
  const field = agent.page.getByRole('textbox', { name: '回复买家' });
  const underlined = agent.page.locator('.underlines u', { hasText: '小票' });
  const write = async (text) => {
    await field.fill('');
    await field.pressSequentially(text, { delay: 15 });
    await agent.page.waitForTimeout(600);
  };

  await chief.settings('rules');
  const { main, page } = chief;
  assert.deepEqual(await chief.look('1-rules'), []);
  await main.getByRole('tab', { name: /店铺规则包/ }).click();
  await chief.press('新建规则包', main);
  await chief.dialog.getByLabel('名称').fill('茶铺用语');
  await chief.press('新 ?建', chief.dialog);
  await fill(chief, { 要找的说法: '小票\n票根', 提醒的话: '本店没有{text}', 为什么提醒: '买家会到处找', 更好的说法: '请您看订单页', 该提醒的例句: '请看小票\n小票在袋子里\n有票根吗', 不该提醒的例句: '请看订单\n我们给您发票\n小票不用留' });
  const form = main.getByRole('form', { name: '新规则' });
  await form.locator('.tried-right').nth(4).waitFor();
  await form.locator('.tried-wrong', { hasText: '小票不用留' }).waitFor();
  assert.deepEqual(await chief.look('2-form'), []);
  await form.getByRole('textbox', { name: /^同一小句里有这些/ }).fill('不用留');
  await form.locator('.tried-right').nth(5).waitFor();
  await chief.press('存为草稿', form);
  await main.locator('.draft-rule', { hasText: '本店没有' }).waitFor();
  await write('请看袋子里的小票');
  assert.equal(await underlined.count(), 0, 'a draft finds nothing');

  await publish(chief, '小票已经取消');
  await main.getByText('第 1 版在用').waitFor();
  await write('请看袋子里的小票');
  await underlined.waitFor();
  await world.shot(agent, '3-underlined');

  // Another edition looks for something else; the first one comes back.
  await chief.press('编辑或导入 YAML', main);
  const yaml = chief.dialog.getByLabel('规则包（YAML）');
  await yaml.fill((await yaml.inputValue()).replaceAll('小票', '收据'));
  await chief.dialog.getByText('新增 0 处，修改 1 处，删除 0 处').waitFor();
  await page.waitForTimeout(600);
  assert.deepEqual(await chief.look('4-import'), []);
  await chief.press('存为草稿', chief.dialog);
  await main.getByText('草稿有改动').waitFor();
  await publish(chief, '改找收据');
  await main.getByText('第 2 版在用').waitFor();
  await write('请看袋子里的小票');
  assert.equal(await underlined.count(), 0);
  await main.getByRole('button', { name: '看改动' }).first().click();
  await main.locator('.rule-changes summary').first().click();
  await main.locator('.line-new', { hasText: '收据' }).first().waitFor();
  assert.deepEqual(await chief.look('5-history'), []);
  await main.getByRole('button', { name: '退回这一版' }).click();
  await page.locator('.ant-popover:visible').getByRole('button', { name: '退回这一版' }).click();
  await main.getByText('第 3 版在用').waitFor();
  await write('请看袋子里的小票');
  await underlined.waitFor();

  // Words with plainer ones are rows.
  await main.getByRole('tab', { name: '词表与平台' }).click();
  await chief.press('添加一个词', main);
  await main.getByLabel('第 1 个词', { exact: true }).fill('杀青');
  await main.getByLabel('第 1 个词的好懂说法').fill('炒茶');
  await main.getByLabel('淘宝 / 天猫').check();
  assert.deepEqual(await chief.look('6-words'), []);
  await chief.press('保 ?存', main);
  await main.getByRole('button', { name: '放弃修改' }).waitFor({ state: 'detached' });
  await write('这批茶在做杀青');
  await agent.page.locator('.finding', { hasText: '换成“炒茶”' }).waitFor();
});

async function fill({ main }, fields) {
  await main.getByRole('button', { name: '加一条规则' }).click();
  const form = main.getByRole('form', { name: '新规则' });
  for (const [label, text] of Object.entries(fields)) await form.getByLabel(new RegExp(`^${label}`)).fill(text);
}

async function publish(chief, note) {
  await chief.press('发 ?布', chief.main);
  await chief.dialog.getByLabel('改了什么（选填）').fill(note);
  await chief.press('发 ?布', chief.dialog);
  await chief.dialog.waitFor({ state: 'detached' });
}
