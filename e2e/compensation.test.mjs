// A buyer is to be compensated: the shop says who may approve how much, the agent asks within what the policy leaves, the
// supervisor decides on a phone, and a payout whose answer got lost is found out by a person before anything is paid twice.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 }, acceptDownloads: true };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const words = '台灯到的时候灯罩裂了一道，我要赔偿';

// Merchant pays each key, and hangs up before it says so.
class Merchant {
  paid = new Map();

  static async open() {
    const merchant = new Merchant();
    merchant.server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      const { action, idempotency_key: key, amount_fen: fen } = JSON.parse(body);
      if (action === 'pay') merchant.paid.set(key, [...(merchant.paid.get(key) ?? []), fen]);
      response.destroy();
    }).listen(0, '127.0.0.1');
    await once(merchant.server, 'listening');
    merchant.url = `http://127.0.0.1:${merchant.server.address().port}/pay`;
    return merchant;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const part = (agent) => agent.panel.getByRole('region', { name: '补偿' });
const cards = (agent) => agent.page.locator('.comp-cards .comp-card');
const modal = (agent) => agent.page.locator('.ant-modal').filter({ visible: true });
const foot = (agent) => modal(agent).locator('.ant-modal-footer');

story('a compensation is asked for, decided on a phone, and paid once though the answer got lost', async (world) => {
  const [buyer, agent, supervisor, admin] = await Promise.all([
    Buyer.visiting(world), Agent.signedIn(world, 'chen', wide), Agent.signedIn(world, 'zhou', phone), Administrator.signedIn(world, wide),
  ]);
  for (const each of [agent, supervisor, admin]) each.person.allow(/Failed to load resource: .* (409|422) /);
  const merchant = await Merchant.open();
  try {
    await Promise.all([sets(world, admin, merchant), asks(world, buyer, agent)]);
    await decides(world, agent, supervisor);
    await pays(world, agent, admin, merchant);
    await looksBack(world, admin);
  } finally {
    merchant.close();
  }
}, { server: { args: ['--outgoing-allow', '127.0.0.1'] } });

// Limits of the shop, a pool of coupons, and the merchant's own system.
async function sets(world, admin, merchant) {
  const { page } = admin;
  await page.goto(`${world.server.url}/compensations?tab=settings`);
  const limits = page.getByRole('form', { name: '谁能批多少' });
  await admin.press('加一级', limits);
  await admin.choose('第 4 级的角色', '管理员', limits);
  await limits.getByLabel('每月最多补偿').fill('5000');
  await admin.press('保 ?存', limits);
  await limits.getByText('还剩').waitFor();
  await admin.press('新建券码池');
  await modal(admin).getByLabel('名称').fill('满 50 减 10');
  await modal(admin).getByLabel('面值').fill('10');
  await admin.press('建好，导入券码', foot(admin));
  await modal(admin).getByLabel('或者粘贴').fill('AX-1001\n优惠\nAX-1002\n再来');
  await admin.press('导入券码', foot(admin));
  await modal(admin).getByText('第 2, 4 行不是券码').waitFor();
  await modal(admin).getByLabel('或者粘贴').fill('AX-1001\nAX-1002');
  await admin.press('导入券码', foot(admin));
  await modal(admin).getByText('导入 2 个').waitFor();
  await admin.press('好', foot(admin));
  const system = page.getByRole('form', { name: '商家系统' });
  await system.getByLabel('付款地址').fill(merchant.url);
  await admin.press('生 ?成', system);
  await system.getByText('只显示这一次').waitFor();
  await admin.press('保 ?存', system);
  await system.getByText('没有查询地址').waitFor();
  assert.deepEqual(await admin.look('0-settings'), []);
  await page.locator('main').screenshot({ path: `${world.folder}/admin-0-settings-all.png` });
}

// The form says what the policy has to know, how much it leaves, and who decides.
async function asks(world, buyer, agent) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'normal', order_no: '6937021851160' });
  await part(agent).getByText('还没有补偿').waitFor();
  await agent.press('申请补偿', part(agent));
  const room = modal(agent).locator('.comp-room');
  await room.getByText('问清楚再定').waitFor();
  await world.shot(agent, '1-asks');
  await agent.press('优惠券', modal(agent));
  await room.getByText('本店政策里没有「优惠券」').waitFor();
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('小额打款', modal(agent));
  await room.getByLabel('坏掉的占百分之几？').fill('30');
  await room.getByLabel('坏掉的占百分之几？').press('Enter');
  await room.getByLabel('还能正常使用吗？').click();
  await agent.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '是' }).click();
  await room.getByText('还能申请 ¥50.00').waitFor();
  await modal(agent).getByLabel('金额').fill('9999');
  await modal(agent).getByText(/现在最多还能申请/).waitFor();
  await world.shot(agent, '2-too-much');
  await modal(agent).getByLabel('金额').fill('38');
  await modal(agent).getByText('由组长审批').waitFor();
  await modal(agent).getByLabel('原因').fill('灯罩裂了，买家愿意留下，补一个灯罩的钱');
  await world.shot(agent, '3-ready');
  await agent.press('提 ?交', foot(agent));
  await part(agent).getByText('待审批').waitFor();
  await part(agent).scrollIntoViewIfNeeded();
  await world.shot(agent, '4-in-case');
}

// On a phone: one is refused, one handed on, others approved together, of which somebody changes one meanwhile.
async function decides(world, agent, supervisor) {
  const { page } = supervisor;
  const { items: [{ case_id: of }] } = await agent.api('GET', '/api/compensations');
  const made = {};
  for (const [fen, reason] of [[300, '多等了两天'], [2000, '买家要运费'], [400, '补一只灯泡'], [300, '包装破了']]) {
    made[reason] = await agent.api('POST', `/api/cases/${of}/compensations`, { remedy: 'payment', amount_fen: fen, reason });
  }
  await page.goto(`${world.server.url}/compensations`);
  await cards(supervisor).nth(4).waitFor();
  await world.shot(supervisor, '5-queue');
  assert.deepEqual(await barriers(page), []);
  const card = (reason) => cards(supervisor).filter({ hasText: reason });

  await supervisor.press('拒 ?绝', card('买家要运费'));
  await supervisor.press('拒绝补偿', foot(supervisor));
  await modal(supervisor).getByText('请写原因').waitFor();
  await modal(supervisor).getByLabel('原因').fill('运费已经由运费险赔过');
  await world.shot(supervisor, '6-refuse');
  await supervisor.press('拒绝补偿', foot(supervisor));
  await card('买家要运费').waitFor({ state: 'detached' });

  await supervisor.press('转 ?交', card('多等了两天'));
  await modal(supervisor).getByLabel('请谁审批').click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '管理员' }).click();
  await modal(supervisor).getByLabel('原因').fill('我和这位买家认识，请您看');
  await supervisor.press('转交审批', foot(supervisor));
  await card('多等了两天').getByText('等 管理员').waitFor();

  await page.getByLabel('全选等我审批的').check();
  await card('多等了两天').getByRole('checkbox').uncheck();
  await world.shot(supervisor, '7-chosen');
  assert.deepEqual(await barriers(page), []);
  await supervisor.press('同意选中的 3 笔（¥45.00）');
  await modal(supervisor).getByText('合计 ¥45.00').waitFor();
  const { id, version } = made['包装破了'];
  await agent.api('PATCH', `/api/compensations/${id}`, { version, remedy: 'payment', amount_fen: 200, reason: '包装破了' });
  await world.shot(supervisor, '8-together');
  await supervisor.press('同意补偿', foot(supervisor));
  await modal(supervisor).getByText('3 笔里同意了 2 笔').waitFor();
  await modal(supervisor).getByText('刚被别人改过').waitFor();
  await world.shot(supervisor, '9-outcomes');
  assert.deepEqual(await barriers(page), []);
  await supervisor.press('知道了', foot(supervisor));
  await card('灯罩裂了').waitFor({ state: 'detached' });
  await part(agent).getByText('待发放').first().waitFor(); // by the hint, in the agent's tab

  await supervisor.press('请人代审批');
  await modal(supervisor).getByLabel('请谁').click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '管理员' }).click();
  await supervisor.press('开始代审批', foot(supervisor));
  await page.getByText('管理员代周岚审批').waitFor();
  await world.shot(supervisor, '10-deputy');
}

// The merchant pays and hangs up: nothing is sent again, and a person finds out.
async function pays(world, agent, admin, merchant) {
  const { page } = admin;
  await page.getByRole('tab', { name: '待发放' }).click();
  await admin.press('发 ?放', cards(admin).filter({ hasText: '灯罩裂了' }));
  await admin.press('商家系统', modal(admin));
  await world.shot(admin, '11-pay');
  await admin.press('开始发放', foot(admin));
  await cards(admin).getByText('不会自动重发').waitFor();
  await world.picture(admin, 'compensation');
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', { name: /^通知/ }).click();
  await page.locator('.notice', { hasText: '不知道有没有发放' }).first().click();
  const drawer = page.locator('.ant-drawer').filter({ visible: true });
  await admin.press('核对：已付', drawer);
  await modal(admin).getByText('按幂等键').waitFor();
  await modal(admin).getByLabel('凭据号').fill('ERP-20261130-7');
  await modal(admin).getByLabel('在哪里核对的').fill('财务后台的付款记录');
  await world.shot(admin, '12-reconcile');
  await admin.press('登记已付', foot(admin));
  await drawer.getByText('已发放').first().waitFor();
  await part(agent).getByText('ERP-20261130-7').waitFor();
  assert.deepEqual([...merchant.paid.values()], [[3800]]);
}

async function looksBack(world, admin) {
  const { page } = admin;
  await page.goto(`${world.server.url}/compensations?tab=ledger`);
  await page.locator('.comp-ledger tbody tr').nth(4).waitFor();
  assert.deepEqual(await admin.look('13-ledger'), []);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 CSV' }).click()]);
  assert.match(await readFile(await file.path(), 'utf8'), /ERP-20261130-7/);
}
