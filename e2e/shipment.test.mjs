// A parcel stands still: it turns up by itself, one of two agents tells the buyer before they ask, and when it goes on
// it leaves by itself.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer, phone } from './lib/buyer.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const order = '6920002220011';
const parcel = 'SF1398827410999';
const ago = (hours) => new Date(Date.now() - hours * 3_600_000);
const inShanghai = (at) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

story('a late parcel is found, and its buyer told once, before they noticed', async (world) => {
  const [lin, chen, chief] = await Promise.all([Buyer.visiting(world, phone, 'lin'), Agent.signedIn(world, 'chen', wide), Agent.signedIn(world, 'admin', wide)]);
  await bought(lin, chief);
  await chen.page.getByRole('link', { name: '包裹' }).click();
  await imports(chen);

  const row = (agent) => agent.page.locator('.parcel', { hasText: order });
  await row(chen).getByText('没有物流更新').waitFor();
  await world.shot(chen, '1-found');
  chief.person.allow(/Failed to load resource: .* 409 .*\/tell\)/);
  await chief.page.goto(`${world.server.url}/parcels`);
  await settings(world, chief);
  await row(chief).getByRole('button', { name: '联系买家' }).click();
  await chief.dialog.getByLabel('说什么').waitFor();

  await row(chen).getByRole('button', { name: '联系买家' }).click();
  const words = chen.dialog.getByLabel('说什么');
  assert.match(await words.inputValue(), new RegExp(`您的订单 ${order} 的包裹（顺丰速运 ${parcel}）`));
  await world.shot(chen, '2-words');
  await chen.dialog.getByRole('button', { name: '发给买家' }).click();
  await lin.frame.locator('.bubble', { hasText: '让您挂心了' }).waitFor();
  await chief.dialog.getByRole('button', { name: '发给买家' }).click();
  await chief.dialog.getByRole('alert').filter({ hasText: '同事刚刚处理过' }).waitFor();
  assert.equal(await lin.frame.locator('.bubble', { hasText: '让您挂心了' }).count(), 1);
  await chief.dialog.getByRole('button', { name: '取消' }).click();

  await chief.page.getByText('已联系', { exact: true }).click();
  await row(chief).getByText('已联系买家').waitFor();
  await row(chief).getByRole('button', { name: '建客诉单' }).click();
  const part = chief.panel.getByRole('region', { name: '物流' });
  await part.getByText('没有物流更新').waitFor();
  await part.scrollIntoViewIfNeeded();
  await world.shot(chief, '3-case');
  await chen.page.getByText('已联系', { exact: true }).click();
  await row(chen).getByRole('button', { name: '看客诉单' }).waitFor();
  await moves(part);
  await row(chen).waitFor({ state: 'detached' });
  await chen.page.getByText('自己好了', { exact: true }).click();
  await row(chen).waitFor();
  await narrow(world, chen);
});

// bought is an order of the buyer who visits, sent four days ago.
async function bought(lin, chief) {
  await lin.say('在吗，想问问台灯的色温');
  await lin.delivered('在吗，想问问台灯的色温');
  const { conversation: { customer } } = await chief.detail(await lin.conversation());
  const { version } = await chief.api('GET', `/api/customers/${customer.id}`);
  await chief.api('POST', `/api/customers/${customer.id}/handles`, { version, kind: 'nick', platform: 'taobao', value: 'tb_lin_011' });
  const { items } = await chief.api('GET', '/api/shops');
  await chief.api('PUT', `/api/orders/numbered/${order}`, { shop_id: items.find((each) => each.key === 'demo').id, platform: 'taobao', status_words: '已发货', nick: 'tb_lin_011', address: '浙江省杭州市西湖区',
    placed_at: ago(80).toISOString(), shipped_at: ago(76).toISOString(), paid: 19900, parcels: [{ carrier: '顺丰速运', number: parcel }], items: [{ code: 'TD-01', title: '台灯', quantity: 1, price: 19900 }] });
}

// imports pastes what the carrier's site says, twice.
async function imports(chen) {
  const table = `运单号,时间,轨迹\n${parcel},${inShanghai(ago(74))},【义乌市】已揽收\n${parcel},${inShanghai(ago(60))},快件到达【杭州转运中心】\n`;
  for (const want of ['新增 2 条轨迹', '新增 0 条轨迹']) {
    await chen.page.getByRole('button', { name: '导入物流轨迹' }).click();
    await chen.dialog.getByLabel('表格内容').fill(table);
    await chen.dialog.getByRole('button', { name: '导入', exact: true }).click();
    await chen.dialog.getByText(want).waitFor();
    await chen.dialog.locator('.ant-modal-footer').getByRole('button', { name: '关闭', exact: true }).click();
    await chen.dialog.waitFor({ state: 'detached' });
  }
}

// moves types what the carrier says now; the alarm goes away.
async function moves(part) {
  await part.getByRole('button', { name: '录入轨迹' }).click();
  await part.getByLabel('轨迹内容').fill('快件正在派送中');
  await part.getByRole('button', { name: '记下', exact: true }).click();
  await part.getByText('快件正在派送中').waitFor();
  await part.getByText('没有物流更新').waitFor({ state: 'detached' });
}

// settings say when a parcel is in trouble, and which service tells traces.
async function settings(world, chief) {
  await chief.page.getByRole('button', { name: '预警和物流查询设置' }).click();
  const rules = chief.page.getByRole('region', { name: '什么时候提醒' });
  await rules.getByLabel('多久没有更新', { exact: true }).fill('36');
  await rules.getByRole('button', { name: '保存' }).click();
  await chief.page.getByText('已保存', { exact: true }).waitFor();
  await chief.page.getByRole('region', { name: '物流查询（快递100）' }).getByLabel('customer').waitFor();
  await world.shot(chief, '0-settings');
  await chief.page.getByRole('button', { name: '关闭', exact: true }).click();
}

// narrow is the page on a phone.
async function narrow(world, chen) {
  await chen.page.getByText('待处理', { exact: true }).click();
  await chen.page.locator('.parcel').first().waitFor();
  await chen.page.setViewportSize({ width: 420, height: 860 });
  await world.shot(chen, '4-narrow');
}
