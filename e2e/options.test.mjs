// A broken cup from the first word to the money: the playbook comes up, what may be offered is worked out from what the
// buyer wants, sent as a card, chosen with one tap on a phone, claimed once, approved, paid, and told to the buyer.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer, phone } from './lib/buyer.mjs';
import { photo } from './lib/files.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const facts = { scenario: 'quality.damaged', severity: 'normal', demands: ['exchange'], order_no: '6920001110001', summary: '马克杯到手就碎了一角，要换一只' };
const known = { quality: 'yes', usable: 'no', covered: 'no', same_model: 'yes' };
const day = (n) => new Date(Date.now() - n * 86_400_000).toISOString();

story('a broken cup: from the playbook that comes up to the money, the buyer on a phone', async (world) => {
  const [buyer, admin, chen] = await Promise.all([Buyer.visiting(world), Administrator.signedIn(world), Agent.signedIn(world, 'chen', wide)]);
  await sold(admin);
  await buyer.say('杯子碎了，给我换一个');
  await buyer.delivered('杯子碎了，给我换一个');
  const conversation = await buyer.conversation();
  await chen.open(conversation);
  const made = await begins(world, chen, conversation);
  const part = chen.panel.getByRole('region', { name: '解决方案' });
  await part.getByText('还没有给买家方案').waitFor();
  await looks(world, chen, part);
  await sends(world, chen, part);

  const card = buyer.frame.locator('.card.options');
  await card.getByRole('button', { name: /退货退款 68元/ }).waitFor();
  await world.shot(buyer, '3-card');
  assert.deepEqual(await barriers(buyer.frame), []);
  const tab = await chen.tab(`/c/${conversation}`);
  await tab.panel.getByText('等买家选').waitFor();
  await card.getByRole('button', { name: /换一件新的/ }).click();
  await card.getByText('选好了').waitFor();
  await world.shot(buyer, '4-chosen');

  // Both tabs of the agent see it; the work that follows is filled in.
  await part.getByText('买家已选定').waitFor();
  await tab.panel.getByText('买家已选定').waitFor();
  const detail = await chen.detail(conversation);
  assert.equal(detail.cases[0].stage, 'agreed');
  await part.getByRole('button', { name: '派给部门：换一件新的' }).waitFor();
  await part.scrollIntoViewIfNeeded();
  await world.shot(chen, '5-chosen');

  // The buyer thinks again: another card, another tap, and the claim, which the other tab sees too.
  const { version } = (await chen.detail(conversation)).cases[0];
  await chen.api('POST', `/api/cases/${made.id}/option-cards`, { version, picks: [{ remedy: 'return_refund', fen: 6800, text: '今天就给您退' }], facts: known });
  await buyer.frame.locator('.card.options', { hasText: '这里的方案已经更新' }).waitFor();
  await buyer.frame.locator('.card.options').last().getByRole('button', { name: /退货退款 68元/ }).waitFor();
  const paid = await chooses(world, buyer);
  await part.getByRole('button', { name: '申请补偿 ¥68' }).waitFor();
  await tab.panel.getByRole('button', { name: '申请补偿 ¥68' }).waitFor();
  await part.getByRole('button', { name: '申请补偿 ¥68' }).click();
  await tab.panel.getByText('补偿已申请：退货退款 68元').waitFor();
  await part.getByText('补偿已申请：退货退款 68元').waitFor();
  const claims = await chen.api('GET', `/api/cases/${made.id}/compensations`);
  assert.deepEqual(claims.items.map((each) => [each.remedy, each.amount_fen, each.state]), [['partial_refund', 6800, 'waiting']]);
  await world.shot(chen, '6-claimed');
  await pays(world, admin, part);
  await paid.bringToFront();
  await paid.getByText('补偿已发放').first().waitFor();
  await world.shot({ name: 'progress', page: paid }, '9-paid');
});

// begins with the playbook that comes up; what the agent learns goes into the case that it opened.
async function begins(world, chen, conversation) {
  const guide = chen.page.getByRole('region', { name: '处理流程' });
  await guide.getByText('商品破损').first().waitFor();
  await world.shot(chen, '0-comes-up');
  await chen.press('开案并按这份处理', guide);
  await guide.getByRole('heading', { name: /商品破损/ }).waitFor();
  const { cases: [{ id, version }] } = await chen.detail(conversation);
  return chen.api('PATCH', `/api/cases/${id}`, { version, ...facts });
}

// pays by hand, after somebody else has approved, with a picture of the transfer.
async function pays(world, admin, part) {
  const { page } = admin;
  const card = page.locator('.comp-cards .comp-card').first();
  const boss = await Agent.signedIn(world, 'zhou');
  await boss.page.goto(`${world.server.url}/compensations`);
  await boss.press('同 ?意', boss.page.locator('.comp-cards .comp-card').first());
  await boss.press('同意补偿', boss.dialog);
  await page.goto(`${world.server.url}/compensations`);
  await page.getByRole('tab', { name: '待发放' }).click();
  await admin.press('发 ?放', card);
  await admin.press('人工打款', admin.dialog);
  await admin.press('开始发放', admin.dialog);
  await admin.press('登记已打款', card);
  await admin.dialog.locator('input[type=file]').setInputFiles(await photo(world, admin.person, { name: '转账.jpg' }));
  await admin.dialog.getByLabel('凭据号').fill('T20261130');
  await world.shot(admin, '7-pays');
  await admin.press('已打款', admin.dialog);
  await part.page().getByRole('region', { name: '补偿', exact: true }).getByText('T20261130').waitFor();
  await world.shot(admin, '8-paid');
}

// chooses takes it on the progress page, without the chat.
async function chooses(world, buyer) {
  const { page } = await world.person('progress', phone);
  await page.goto(await buyer.frame.locator('.card.progress').getByRole('link', { name: '看进度' }).getAttribute('href'));
  const card = page.locator('.card.options');
  await card.getByRole('button', { name: /退货退款 68元/ }).waitFor();
  await world.shot({ name: 'progress', page }, '5-offered');
  await card.getByRole('button', { name: /退货退款 68元/ }).click();
  await card.getByText('请在聊天里告诉我们').waitFor();
  assert.deepEqual(await barriers(page), []);
  await world.shot({ name: 'progress', page }, '6-chosen');
  return page;
}

// looks finds out what is asked for, until the exchange may be offered.
async function looks(world, chen, part) {
  await chen.press('看能给什么', part);
  await part.getByRole('group', { name: '问清这些，方案更准' }).waitFor();
  for (const [words, answer] of [['是不是质量问题', '是'], ['还能正常使用吗', '否'], ['同型号可以换', '是'], ['三包目录', '否']]) await answers(part, words, answer);
  const main = part.locator('.option-main', { hasText: '换货' });
  await main.getByText('约花 ¥80').waitFor();
  await main.scrollIntoViewIfNeeded();
  await world.shot(chen, '1-found');
  assert.deepEqual(await barriers(chen.page), []);
}

// answers a question with yes or no, if it is asked.
async function answers(part, words, answer) {
  const row = part.locator('.option-yesno', { hasText: words });
  const more = part.getByRole('button', { name: /还有 \d+ 个可问/ });
  if (!(await row.isVisible()) && (await more.isVisible())) await more.click();
  if (!(await row.isVisible())) return;
  await row.getByRole('button', { name: answer, exact: true }).click();
  await row.waitFor({ state: 'detached' });
}

// sends writes the card and sends it.
async function sends(world, chen, part) {
  await part.getByRole('button', { name: /^发给买家/ }).click();
  const dialog = chen.page.getByRole('dialog', { name: '发给买家的方案' });
  await dialog.getByLabel('说明：换货').fill('今天给您寄一只新的，旧的不着急，快递上门取');
  await world.shot(chen, '2-sheet');
  await dialog.getByRole('button', { name: '发给买家', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await part.getByText('等买家选').waitFor();
}

// sold is a cup that was signed for two days ago.
async function sold(admin) {
  const { items } = await admin.api('GET', '/api/shops');
  await admin.api('PUT', `/api/orders/numbered/${facts.order_no}`, { shop_id: items.find((each) => each.key === 'demo').id, platform: 'taobao', status_words: '已签收', nick: 'tb小周',
    placed_at: day(5), shipped_at: day(4), received_at: day(2), paid: 6800, freight: 600, items: [{ code: 'CUP-1', title: '马克杯', quantity: 1, price: 6800 }] });
}
