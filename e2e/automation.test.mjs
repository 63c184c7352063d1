// A rule is tried on the past, switched on, and does what it says: once, and in the log.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };

story('a rule is tried on the past, switched on, and does what it says', async (world) => {
  const [admin, chen] = await Promise.all([Administrator.signedIn(world, wide), Agent.signedIn(world)]);
  const { items: shops } = await admin.api('GET', '/api/shops');
  const shop = shops.find((each) => each.key === 'demo').id;
  const { page } = admin;
  await page.goto(`${world.server.url}/settings/shops/${shop}?part=automation`);
  await page.getByRole('heading', { name: '自动化规则' }).waitFor();
  assert.deepEqual(await admin.look('1-rules'), []);

  await admin.press('添加规则');
  const editor = page.getByRole('form', { name: '新规则' });
  await editor.getByLabel('规则名称').fill('要退款的打上标签');
  await admin.press('添加条件', editor);
  await editor.getByRole('combobox', { name: '填值' }).fill('退款');
  await page.keyboard.press('Enter');
  await choose(page, editor, '什么时候', '买家发来消息，开始等回复');
  await choose(page, editor, '动作', '打标签');
  await editor.getByLabel('标签', { exact: true }).fill('要退款');
  await admin.press('试运行（近 7 天）', editor);
  await editor.getByText('会执行', { exact: true }).first().waitFor(); // 周海峰 asked for his refund
  assert.deepEqual(await admin.look('2-dry-run'), []);
  await admin.press('保 ?存', editor);
  const row = page.locator('.automation', { hasText: '要退款的打上标签' });
  await row.waitFor();
  assert.match(await row.innerText(), /买家发来消息，如果买家的话有其中之一“退款”/);

  const buyer = await Buyer.visiting(world);
  await buyer.say('杯子裂了，我要退款');
  await buyer.delivered('杯子裂了，我要退款');
  const conversation = await buyer.conversation();
  await page.waitForTimeout(1_500);
  assert.deepEqual(await tagsOf(chen, conversation), [], 'it is not on yet');

  await row.getByRole('switch').click();
  await page.locator('.automation:not(.automation-off)', { hasText: '要退款的打上标签' }).waitFor();
  const other = await Buyer.visiting(world);
  await other.say('没收到货，退款！');
  await other.delivered('没收到货，退款！');
  const second = await other.conversation();
  for (let tries = 0; tries < 50 && (await tagsOf(chen, second)).length === 0; tries++) await page.waitForTimeout(200);
  assert.deepEqual(await tagsOf(chen, second), ['要退款']);
  await page.reload();
  await page.getByRole('heading', { name: '执行记录' }).waitFor();
  await page.getByText('给客户打标签“要退款”').last().waitFor();
  assert.deepEqual(await admin.look('3-log'), []);
});

async function choose(page, within, label, option) {
  await within.getByRole('combobox', { name: label }).click();
  await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click();
}

async function tagsOf(agent, conversation) {
  const { conversation: { customer } } = await agent.api('GET', `/api/conversations/${conversation}`);
  return (await agent.api('GET', `/api/customers/${customer.id}`)).tags.map((each) => each.name);
}
