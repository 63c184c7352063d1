// A table is changed, what it leaves open is shown, it is tried on the past and on what was really granted, and published;
// a case is decided otherwise then, and as before once the shop goes back.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const facts = { scenario: 'service.attitude', severity: 'normal', demands: ['apology'], order_no: '', summary: '客服没有回复' };

story('a table is changed, simulated, published, and taken back', async (world) => {
  const [buyer, admin, chen] = await Promise.all([Buyer.visiting(world), Administrator.signedIn(world, wide), Agent.signedIn(world, 'chen', wide)]);
  const { conversation, id } = await complains(buyer, chen);
  const { items: shops } = await admin.api('GET', '/api/shops');
  const shop = shops.find((each) => each.key === 'demo').id;
  await grants(admin, chen, shop, id);
  const { page } = admin;
  await page.goto(`${world.server.url}/settings/shops/${shop}?part=policy`);
  await page.getByRole('heading', { name: '补偿策略' }).waitFor();
  await reads(page, admin);

  await admin.press('复制后修改');
  const editor = page.getByRole('region', { name: '补偿策略' }).last();
  await editor.getByLabel('r40 备注').waitFor();
  await mistakes(page, admin);
  await publishes(page, admin);
  await decided(chen, conversation, world, '2-published', '建议 ¥88');

  await deletes(page, admin);
  const history = page.locator('.policy-history');
  await history.locator('summary').click();
  await changesAgain(page, admin);
  await decided(chen, conversation, world, '3-second', '建议 ¥66');
  await page.getByRole('button', { name: '恢复到第 1 版' }).click();
  await page.locator('.ant-popconfirm').getByRole('button', { name: /恢\s?复/ }).click();
  await page.getByText('恢复第 1 版').waitFor();
  assert.deepEqual(await admin.look('4-history'), []);
  await decided(chen, conversation, world, '5-back', '建议 ¥88');
});

// grants lets the buyer have had a coupon, as the table that comes with the shop suggests.
async function grants(admin, chen, shop, id) {
  const { month, used_fen: used, roles, ...rules } = await admin.api('GET', `/api/shops/${shop}/compensation-rules`);
  assert.ok(month && used === 0 && roles.length > 0);
  await admin.api('PUT', `/api/shops/${shop}/compensation-rules`, { ...rules, levels: [...rules.levels, { role: 'administrator', fen: 1_000_000 }] });
  const claim = await chen.api('POST', `/api/cases/${id}/compensations`, { remedy: 'coupon', amount_fen: 1000, reason: '来了两次才有人理', facts: { contacts: '2' } });
  await admin.api('POST', `/api/compensations/${claim.id}/approve`, { version: claim.version });
}

// complains opens a case of a buyer who has come twice.
async function complains(buyer, chen) {
  await buyer.say('客服一直不回我');
  await buyer.delivered('客服一直不回我');
  const conversation = await buyer.conversation();
  await chen.open(conversation);
  const { id } = await chen.api('POST', `/api/conversations/${conversation}/cases`, facts);
  await chen.panel.getByRole('heading', { name: '可以怎么赔' }).waitFor();
  return { conversation, id };
}

// reads looks at the law, and tries a matter.
async function reads(page, admin) {
  await page.getByText('法定与平台底线', { exact: true }).click();
  await page.getByText('欺诈退一赔三，最低五百元').waitFor();
  assert.ok(await page.locator('.policy-off li').count() > 5, 'rows that wait for counsel are shown');
  assert.deepEqual(await admin.look('1-rules'), []);
  await page.getByText('试一试', { exact: true }).first().click();
  await admin.choose('场景', '假冒质疑', page);
  await page.getByLabel('实付').fill('100');
  await admin.press('看结论');
  await page.locator('.policy-offers li', { hasText: '赔偿' }).getByText('待查证').first().waitFor();
  await page.getByRole('button', { name: /商品是什么品类/ }).click();
  assert.deepEqual(await admin.look('1-try'), []);
  await page.getByText('补偿表', { exact: true }).first().click();
}

// mistakes are said at their cells, and gaps with an example.
async function mistakes(page, admin) {
  await page.getByLabel('r31 金额').fill('很多');
  await admin.press('检 ?查');
  await page.locator('#row-r31').getByText(/看不懂金额/).waitFor();
  await page.getByLabel('r31 金额').fill('88元');
  await page.getByLabel('r31 方案').fill('优惠券');
  await page.keyboard.press('Escape');
  await admin.press('检 ?查');
  await page.getByText(/处空档：没有一行管得到/).waitFor();
  assert.deepEqual(await admin.look('1-gaps'), []);
}

async function publishes(page, admin) {
  await admin.press('保存并模拟');
  const simulation = page.getByRole('region', { name: /在历史客诉上会怎样/ });
  await simulation.getByText('批准了 1 笔，其中 1 笔会变').waitFor();
  await simulation.getByText('+¥78').first().waitFor();
  await simulation.getByText('会变的 1 笔').click();
  assert.deepEqual(await admin.look('2-simulation'), []);
  await admin.press('发 ?布');
  await page.getByText('第 1 版 · 自').waitFor();
}

// deletes begins a table by mistake.
async function deletes(page, admin) {
  await admin.press('添加公开承诺');
  const mistake = page.locator('.policy-tables li', { hasText: '公开承诺' });
  await admin.press('删 ?除', mistake);
  await page.locator('.ant-popconfirm').getByRole('button', { name: /删\s?除/ }).click();
  await mistake.waitFor({ state: 'detached' });
  await admin.press('修 ?改');
}

async function changesAgain(page, admin) {
  await page.getByLabel('r31 金额').fill('66元');
  await admin.press('保存并模拟');
  await page.getByRole('region', { name: /在历史客诉上会怎样/ }).waitFor();
  await admin.press('发 ?布');
  await page.getByText('第 2 版 · 自').waitFor();
}

// decided looks at what may be offered in the case.
async function decided(chen, conversation, world, name, words) {
  await chen.page.reload();
  const part = chen.panel.locator('.policy-part');
  await part.getByRole('button', { name: '看看' }).click();
  await part.getByText(words).waitFor();
  await part.scrollIntoViewIfNeeded();
  assert.deepEqual(await barriers(chen.page), []);
  await world.shot(chen, name);
}
