// A tin is past its date: the buyer is told to stop, the batch is taken back, another supervisor approves the words,
// and everybody who bought it is told once.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer, phone } from './lib/buyer.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const day = (n) => new Date(Date.now() - n * 86_400_000).toISOString();

story('expired food is recalled: the batch found, the words approved by a second person, each buyer told once', async (world) => {
  const [lin, chen] = await Promise.all([Buyer.visiting(world, phone, 'lin'), Agent.signedIn(world, 'chen', wide)]);
  const [zhou, chief] = await Promise.all([Buyer.visiting(world, phone, 'zhou'), Agent.signedIn(world, 'admin', wide)]);
  await sold(chief);
  const first = await complains(lin, chen, '6920001110011');
  await complains(zhou, chen, '6920001110012');
  await chen.open(first);

  const part = chen.panel.getByRole('region', { name: '停用和召回' });
  await part.getByRole('button', { name: '提醒买家停用' }).click();
  await world.shot(chen, '1-advice');
  await chen.dialog.getByRole('button', { name: '发给买家' }).click();
  await lin.frame.locator('.bubble', { hasText: '请先不要再吃、再用' }).waitFor();

  await part.getByRole('button', { name: '召回这批商品' }).click();
  const field = (name) => chen.page.getByRole('dialog', { name: '召回哪批商品' }).getByLabel(name, { exact: true });
  await chen.page.waitForFunction(() => [...document.querySelectorAll('input')].some((each) => each.value === 'L0601'));
  assert.equal(await chen.page.getByRole('dialog').getByRole('textbox', { name: '商品编码' }).inputValue(), 'OAT-1');
  await field('没记批号的，从哪天发货').fill(day(20).slice(0, 10));
  await field('到哪天发货').fill(day(0).slice(0, 10));
  await world.shot(chen, '2-open');
  await chen.dialog.getByRole('button', { name: '开始召回' }).click();
  const recall = chen.page.getByRole('article', { name: '燕麦片' });
  await recall.locator('.recall-tally', { hasText: '3买过的订单' }).waitFor();
  await recall.getByText('没记批号，发货日期相符').waitFor();
  await recall.getByRole('button', { name: '提交，等另一位主管批准' }).click();
  await recall.getByText('等另一位主管批准。').waitFor();
  await world.shot(chen, '3-waiting');
  await approves(world, chief, chen.page.url());

  await lin.frame.locator('.bubble', { hasText: '您订单 6920001110011 里的燕麦片' }).waitFor();
  await zhou.frame.locator('.bubble', { hasText: '您订单 6920001110012 里的燕麦片' }).waitFor();
  assert.equal(await lin.frame.locator('.bubble', { hasText: '您订单' }).count(), 1);
  await zhou.say('好的，还没吃');
  await ends(world, chief);
});

// approves is done by another supervisor, who is called and looks at the same page.
async function approves(world, chief, url) {
  await chief.page.goto(url);
  const recall = chief.page.getByRole('article', { name: '燕麦片' });
  await recall.getByRole('button', { name: '批准并通知 2 位买家' }).click();
  await recall.locator('.recall-tally', { hasText: '2已通知' }).waitFor();
  await world.shot(chief, '4-told');
}

// ends tells who could not be reached, has the departments done, and closes.
async function ends(world, chief) {
  const recall = chief.page.getByRole('article', { name: '燕麦片' });
  await recall.locator('.recall-tally', { hasText: '1已回复' }).waitFor();
  await recall.getByRole('button', { name: '记下已通知' }).click();
  await recall.getByLabel(/^怎么通知的/).fill('10:20 电话通知到本人');
  await recall.getByLabel(/^怎么通知的/).press('Enter');
  await recall.locator('.recall-tally', { hasText: '1电话等通知' }).waitFor();
  for (const task of ['品控', '仓库', '运营']) {
    const row = recall.getByRole('region', { name: '各部门要做的' }).locator('li', { hasText: task });
    await row.getByRole('button', { name: '做完了' }).click();
    await row.getByLabel(/^结果/).fill('查过了，封存 12 件，链接已下架');
    await row.getByLabel(/^结果/).press('Enter');
    await row.getByLabel('已完成').waitFor();
  }
  await recall.getByLabel('结果', { exact: true }).fill('收回 2 件，其余封存销毁，入库加查保质期');
  await recall.getByRole('button', { name: '结束', exact: true }).click();
  await recall.getByText('已结束', { exact: true }).waitFor();
  await world.shot(chief, '5-closed');
}

async function complains(buyer, chen, order) {
  await buyer.say(`订单 ${order} 这袋燕麦片过期了`);
  await buyer.delivered(`订单 ${order} 这袋燕麦片过期了`);
  const conversation = await buyer.conversation();
  await chen.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.expired', severity: 'high', demands: ['refund'], order_no: order, summary: '燕麦片过期' });
  return conversation;
}

// sold are three orders of the batch: one does not record it, and one is somebody's of whom we know nothing.
async function sold(chief) {
  const { items } = await chief.api('GET', '/api/shops');
  const shop = items.find((each) => each.key === 'demo').id;
  for (const [number, batch] of [['6920001110011', 'L0601'], ['6920001110012', ''], ['6920001110013', 'L0601'], ['6920001110014', 'L0702']]) {
    await chief.api('PUT', `/api/orders/numbered/${number}`, { shop_id: shop, platform: 'taobao', status_words: '已发货', nick: `tb${number.slice(-3)}`, placed_at: day(9), shipped_at: day(8), paid: 2990,
      items: [{ code: 'OAT-1', title: '燕麦片', quantity: 1, price: 2990, batch }] });
  }
}
