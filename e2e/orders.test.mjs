// Orders come in from a file: what is wrong is told and corrected, a file that comes again doubles nothing, and the
// order stands beside the case that is about it.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const headings = '订单编号,订单状态,买家会员名,收货人姓名,联系手机,收货地址,订单创建时间,确认收货时间,买家应付货款,买家实际支付金额,物流公司,物流单号,商品,件数';
const day = (ago) => new Date(Date.now() - ago * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
const good = `2690001112223,交易成功,小满_xm,江小满,13655556666,福建省厦门市思明区软件园二期 1 号,${day(5)} 10:20:00,${day(2)} 18:00:00,329.00,299.00,顺丰速运,SF200300400,慢炖电热锅,1`;
const bad = `2690001112224,卖家已发货,阿岳,岳山,13655557777,福建省福州市鼓楼区,${day(3)},,一百,99.00,中通快递,ZT900,保温壶,2`;
const rounded = `2.69E+12,卖家已发货,阿岳,岳山,13655557777,福建省福州市鼓楼区,${day(3)},,99,99.00,中通快递,ZT901,保温壶,1`;
const mended = bad.replace('一百', '198.00');

story('orders are imported, corrected, imported again without doubles, and seen beside a case', async (world) => {
  const [buyer, agent, supervisor] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world, 'chen', wide), Agent.signedIn(world, 'zhou', wide)]);
  await firstFile(world, supervisor);
  await correctedFile(world, supervisor);
  await finds(world, supervisor);
  await besideTheCase(world, buyer, agent);
});

story('products come in by file, return rules are set, and a long import is stopped and goes on', async (world) => {
  const supervisor = await Agent.signedIn(world, 'zhou', wide);
  await goods(world, supervisor);
  await rules(world, supervisor);
  await stopped(world, supervisor);
});

const page = (agent) => agent.page.locator('.orders');

async function upload(agent, name, rows) {
  const buffer = Buffer.from(`${[headings, ...rows].join('\n')}\n`);
  await agent.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

// What cannot be read is told by row and column; the rest can be imported alone.
async function firstFile(world, agent) {
  await agent.page.getByRole('link', { name: '订单' }).click();
  await agent.page.getByRole('heading', { name: '订单', exact: true }).waitFor();
  await world.shot(agent, '1-orders');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('导入订单');
  await upload(agent, '十一月.csv', [good, bad, rounded]);
  await page(agent).getByText('千牛订单表').waitFor();
  await page(agent).getByText('认出了 12 列').waitFor();
  await choose(agent, '商品名称', '商品');
  await choose(agent, '数量', '件数');
  await world.shot(agent, '2-columns');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('保存这套对应');
  await agent.dialog.getByLabel('名字').fill('十一月的表');
  await agent.press('保 ?存', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await agent.press('下一步：预览');
  await page(agent).getByText('金额“一百”读不懂').waitFor();
  await page(agent).getByText('被表格软件改成了科学计数').waitFor();
  await world.shot(agent, '3-preview');
  assert.deepEqual(await barriers(agent.page), []);
  const [report] = await Promise.all([agent.page.waitForEvent('download'), agent.page.getByRole('link', { name: '下载问题报告' }).click()]);
  assert.equal(report.suggestedFilename(), 'order-import-problems.csv');
  await agent.press('只导入没问题的 1 个订单');
  await page(agent).locator('.import-run').getByText('已完成').waitFor();
  assert.deepEqual(await counts(agent), ['1', '0', '0', '1']);
  await world.shot(agent, '4-done');
}

async function choose(agent, label, option) {
  const field = page(agent).getByLabel(label, { exact: true });
  await field.fill(option);
  await agent.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').getByText(option, { exact: true }).waitFor();
  await field.press('Enter');
}

const counts = (agent) => page(agent).locator('.import-counts dd').allInnerTexts();

// The corrected file comes with what is there already: that counts as unchanged.
async function correctedFile(world, agent) {
  await agent.press('导入另一个文件');
  await upload(agent, '十一月-改好.csv', [good, mended]);
  await page(agent).getByLabel('用保存过的对应').click();
  await agent.page.locator('.ant-select-item-option', { hasText: '十一月的表' }).click();
  await agent.press('下一步：预览');
  await page(agent).getByText('前几个订单会是这样').waitFor();
  await agent.press('导入 2 个订单');
  await page(agent).locator('.import-run').getByText('已完成').waitFor();
  assert.deepEqual(await counts(agent), ['1', '0', '1', '0']);
  await page(agent).getByText('新增 1，更新 0，没变 1，没导入 0').waitFor();
  await world.shot(agent, '5-again');
}

// Found by the end of the phone; the receiver is masked until somebody asks.
async function finds(world, agent) {
  await agent.page.getByRole('link', { name: '订单' }).click();
  const search = agent.page.getByPlaceholder('订单号、手机后四位或买家昵称');
  await search.fill('6666');
  await search.press('Enter');
  await agent.page.locator('.orders-table tbody tr').getByText('江**').waitFor();
  assert.equal(await agent.page.locator('.orders-table tbody tr').count(), 1);
  await agent.page.getByRole('button', { name: '2690001112223' }).click();
  const drawer = agent.page.getByRole('dialog', { name: '订单详情' });
  await drawer.getByText('136****6666').waitFor();
  await drawer.getByText(/^可退至/).waitFor();
  await drawer.getByRole('button', { name: '查看完整收货信息' }).click();
  await drawer.getByText('13655556666').waitFor();
  await world.shot(agent, '6-detail');
  assert.deepEqual(await barriers(agent.page), []);
}

// The number that the buyer says is offered, and one tap links it.
async function besideTheCase(world, buyer, agent) {
  await buyer.say('电热锅不加热，订单 2690001112223');
  await buyer.delivered('电热锅不加热，订单 2690001112223');
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.say('非常抱歉，我马上为您查。');
  await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.malfunction', severity: 'normal', demands: ['exchange'], summary: '电热锅不加热' });
  const part = agent.panel.getByRole('region', { name: '订单' });
  await part.getByText('会话里提到了这些订单').waitFor();
  await part.scrollIntoViewIfNeeded();
  await world.shot(agent, '7-offered');
  await agent.press('关联', part);
  await part.getByText(/^可退至/).waitFor();
  await part.getByText('保修期未知').waitFor();
  await part.getByText('慢炖电热锅').waitFor();
  const { cases } = await agent.detail(conversation);
  assert.equal(cases[0].order_no, '2690001112223');
  await agent.press('时间、物流和收货人', part);
  await part.getByText('江** 136****6666').waitFor();
  await part.scrollIntoViewIfNeeded();
  await world.shot(agent, '8-beside');
  assert.deepEqual(await barriers(agent.page), []);
}

const products = [
  '商品编码,商品名称,类别,规格,保质期,质保', 'LM-01,蓝莓,生鲜,500g,3天,', 'BG-02,坚果饼干,食品,礼盒,18个月,', 'MM-03,谜,说不清,,,', 'DG-04,慢炖电热锅,普通,4L,,一年',
];

async function goods(world, agent) {
  await agent.page.getByRole('link', { name: '订单' }).click();
  await agent.press('商品');
  await agent.press('导入商品');
  await agent.page.getByRole('heading', { name: '导入商品' }).waitFor();
  await agent.page.locator('input[type=file]').setInputFiles({ name: '商品.csv', mimeType: 'text/csv', buffer: Buffer.from(`${products.join('\n')}\n`) });
  await page(agent).getByText('6 列中认出了 6 列').waitFor();
  await world.shot(agent, '9-product-columns');
  await agent.press('下一步：预览');
  await page(agent).getByText('商品类别“说不清”读不懂').waitFor();
  await world.shot(agent, '10-product-preview');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('只导入没问题的 3 个商品');
  await page(agent).locator('.import-run').getByText('已完成').waitFor();
  assert.deepEqual(await counts(agent), ['3', '0', '0', '1']);
}

async function rules(world, agent) {
  await agent.page.getByRole('link', { name: '订单' }).click();
  await agent.press('商品');
  await page(agent).getByText('坚果饼干').waitFor();
  await page(agent).getByText('540 天').waitFor();
  await agent.press('退货规则');
  const drawer = agent.page.getByRole('dialog', { name: '退货规则', exact: true });
  await drawer.locator('tbody tr').first().waitFor();
  await drawer.locator('tbody tr').first().getByRole('button').click();
  const dialog = agent.page.getByRole('dialog', { name: /^退货规则：/ });
  await dialog.getByText('本店规定天数').click();
  await dialog.getByLabel('可退天数').fill('15');
  await agent.press('保 ?存', dialog);
  await drawer.getByText('15 天').first().waitFor();
  await world.shot(agent, '11-rules');
  assert.deepEqual(await barriers(agent.page), []);
}

// What is in stays in; what was not comes in when it goes on.
async function stopped(world, agent) {
  const many = 40_000;
  const rows = Array.from({ length: many }, (_, n) => `77${String(n).padStart(11, '0')},已发货,买家${n},${day(3)},9.90,杯子,1`);
  await agent.page.goto(`${world.server.url}/orders/import`);
  await agent.page.locator('input[type=file]').setInputFiles({ name: '一整年.csv', mimeType: 'text/csv', buffer: Buffer.from(['订单编号,订单状态,买家昵称,下单时间,实付金额,商品名称,数量', ...rows].join('\n')) });
  await page(agent).getByText('7 列中认出了 7 列').waitFor({ timeout: 60_000 });
  await agent.press('下一步：预览');
  const start = page(agent).getByRole('button', { name: `导入 ${many} 个订单` });
  await start.waitFor({ timeout: 60_000 });
  await start.click();
  await agent.press('暂停导入');
  await agent.page.getByRole('dialog', { name: '暂停这次导入？' }).getByRole('button', { name: '暂停导入' }).click();
  await page(agent).locator('.import-run').getByText('已暂停', { exact: true }).waitFor({ timeout: 20_000 });
  const [inside] = await counts(agent);
  assert.ok(Number(inside) < many, `${inside} of ${many} were in`);
  await world.shot(agent, '12-stopped');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('继续导入');
  await page(agent).locator('.import-run').getByText('已完成').waitFor({ timeout: 90_000 });
  assert.deepEqual(await counts(agent), [String(many), '0', '0', '0']);
}
