// Departments do work of a case; one owner keeps the buyer, who reads words of their own.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent, password } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const small = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const words = '茶壶到了是裂的，想补发一个';

// worker opens a browser for somebody of a department, whose desk are tickets.
async function worker(world, login) {
  const agent = new Agent(world, await world.person(login));
  await agent.page.goto(world.server.url);
  await agent.page.locator('input[autocomplete=username]').fill(login);
  await agent.page.locator('input[type=password]').fill(password);
  await agent.page.locator('button[type=submit]').click();
  await agent.page.getByRole('heading', { name: '工单', level: 1 }).waitFor();
  return agent;
}

const card = (agent, title) => agent.page.locator('.board-card', { hasText: title });
const drawer = (agent) => agent.page.locator('.ant-drawer-content-wrapper, .ant-drawer-content').filter({ visible: true }).first();
const modal = (agent) => agent.page.locator('.ant-modal').filter({ visible: true });
const ticket = (agent, title) => agent.panel.locator('.case-ticket', { hasText: title });

// option chooses from a select box inside the dialog of the moment.
async function option(agent, label, words) {
  await modal(agent).getByLabel(label).click();
  await agent.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: words }).first().click();
}

async function send(agent, { type, department, title, open, fields = {}, after }) {
  await agent.press('派工单', agent.panel);
  const form = modal(agent);
  await form.getByRole('button', { name: type, exact: true }).click();
  await option(agent, '部门', department);
  await form.getByLabel('要办的事').fill(title);
  await form.getByLabel('给买家看的话').fill(open);
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).fill(value);
  if (after) await option(agent, '等哪张工单办完再开始', after);
  if (type === '补发') await world0.shot(agent, '1-send');
  await agent.press('派 ?出', form);
  await ticket(agent, title).waitFor();
}

let world0;

story('two tickets at once and one after, one is handed back; the buyer reads of it, and the case closes only then', async (world) => {
  world0 = world;
  const [buyer, agent, admin] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world), Administrator.signedIn(world)]);
  agent.person.allow(/console: Failed to load resource: .* 409 .*\/outcome/);
  await hires(admin);
  const { id, conversation } = await registered(buyer, agent);
  await send(agent, { type: '查库存', department: '仓储部', title: '查茶壶库存', open: '正在核对茶壶库存', fields: { 商品和规格: '白瓷茶壶' } });
  await send(agent, { type: '退款核查', department: '财务部', title: '核对运费险', open: '正在核对运费险' });
  await send(agent, { type: '补发', department: '质检部', title: '补发一个茶壶', open: '库存确认后为您补发', fields: { 补发内容: '白瓷茶壶一个' }, after: '查茶壶库存' });
  await ticket(agent, '补发一个茶壶').getByText('排队中').waitFor();
  await agent.panel.locator('.case-tickets').scrollIntoViewIfNeeded();
  await world.shot(agent, '2-sent');
  assert.deepEqual(await barriers(agent.page), []);
  const phone = await follows(world, buyer);
  await finishes(world, agent);
  await handsBack(world, agent, id);
  await ends(world, { agent, phone, conversation, id });
});

// hires people for the other two departments.
async function hires(admin) {
  const { items: shops } = await admin.api('GET', '/api/shops');
  const shop = shops.find((each) => each.key === 'demo').id;
  const { items: departments } = await admin.api('GET', `/api/shops/${shop}/departments`);
  for (const [login, name] of [['cai', '财务部'], ['zhi', '质检部']]) {
    const grants = [{ role_id: 'department_worker', shop_id: shop, department_id: departments.find((each) => each.name === name).id }];
    await admin.api('POST', '/api/users', { name: `${name}小${login}`, login, password, grants, provisional: false });
  }
}

async function registered(buyer, agent) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.say('我来跟进。');
  const { id } = await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'low' });
  await agent.panel.getByText('没有派给部门的事').waitFor();
  return { conversation, id };
}

// follows opens the progress page on a phone.
async function follows(world, buyer) {
  const address = await buyer.frame.locator('.card.progress').getByRole('link', { name: '看进度' }).getAttribute('href');
  const phone = await world.person('phone', small);
  await phone.page.goto(address);
  await phone.page.locator('.work li', { hasText: '正在核对茶壶库存' }).getByText('已安排').waitFor();
  assert.equal(await phone.page.getByText('查茶壶库存').count(), 0, 'what the department is told stays inside');
  await world.shot(phone, '3-progress');
  assert.deepEqual(await barriers(phone.page), []);
  return phone;
}

// finishes lets the warehouse do its part, after which the one that waited begins.
async function finishes(world, agent) {
  const ware = await worker(world, 'wang');
  ware.person.allow(/console: Failed to load resource: .* 422 .*\/finish/);
  assert.equal(await ware.page.getByRole('link', { name: '会话' }).count(), 0, 'a department has no queue');
  await card(ware, '查茶壶库存').waitFor();
  assert.equal(await card(ware, '核对运费险').count(), 0, 'what is finance’s is not shown');
  await world.shot(ware, '4-board');
  assert.deepEqual(await barriers(ware.page), []);
  await card(ware, '查茶壶库存').click();
  await ware.press('接 ?单', drawer(ware));
  await ticket(agent, '查茶壶库存').getByText('王磊').waitFor(); // at once, on the owner's screen
  await drawer(ware).getByRole('button', { name: /^办 ?完$/ }).click();
  await option(ware, '库存情况', '有货');
  await ware.press('提交结果', modal(ware));
  await modal(ware).getByText('请写一句办理结果').waitFor();
  await world.shot(ware, '5-result');
  await modal(ware).getByLabel('办理结果').fill('有货，今天可以发');
  await ware.press('提交结果', modal(ware));
  await drawer(ware).getByText('已办完').waitFor();
  await ware.page.keyboard.press('Escape');
  await ware.page.getByText('列表', { exact: true }).click();
  await world.shot(ware, '6-table');
  assert.deepEqual(await barriers(ware.page), []);
  await ticket(agent, '补发一个茶壶').getByText('待接').waitFor();
  const parts = await worker(world, 'zhi');
  await card(parts, '补发一个茶壶').click();
  await drawer(parts).getByRole('button', { name: /^办 ?完$/ }).click();
  await modal(parts).getByLabel('快递公司').fill('顺丰');
  await modal(parts).getByLabel('快递单号').fill('SF123');
  await modal(parts).getByLabel('办理结果').fill('已发出');
  await parts.press('提交结果', modal(parts));
  await ticket(agent, '补发一个茶壶').getByText('SF123').waitFor();
}

async function handsBack(world, agent, id) {
  const money = await worker(world, 'cai');
  await card(money, '核对运费险').click();
  await drawer(money).getByRole('button', { name: /^退 ?回$/ }).click();
  await modal(money).getByLabel('退回原因').fill('运费险由平台直接赔付，不归财务');
  await money.press('退 ?回', modal(money));
  await ticket(agent, '核对运费险').getByText('退回原因：运费险由平台直接赔付').waitFor();
  const { case: now } = await agent.api('GET', `/api/cases/${id}`);
  const refused = await agent.page.evaluate(async ([path, body]) => {
    const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return (await answer.json()).code;
  }, [`/api/cases/${id}/outcome`, { version: now.version, text: '茶壶已补发。' }]);
  assert.equal(refused, 'case.tickets_open');
}

async function ends(world, { agent, phone, conversation, id }) {
  await agent.row(conversation).getByText('工单退回').waitFor();
  await world.shot(agent, '7-back');
  await agent.press('撤 ?回', ticket(agent, '核对运费险'));
  await modal(agent).getByLabel('撤回原因').fill('买家可在平台领取');
  await agent.press('撤 ?回', modal(agent));
  await agent.row(conversation).getByText('工单办完').waitFor();
  const { case: now } = await agent.api('GET', `/api/cases/${id}`);
  await agent.api('POST', `/api/cases/${id}/outcome`, { version: now.version, text: '茶壶已补发。' });
  await phone.page.reload();
  await phone.page.locator('.work li', { hasText: '正在核对茶壶库存' }).getByText('已完成').waitFor();
  assert.equal(await phone.page.getByText('不归财务').count(), 0);
  await world.shot(phone, '8-asked');
  await phone.page.locator('.card.outcome').getByRole('button', { name: '已解决' }).click();
  await phone.page.getByRole('heading', { name: '已办结' }).waitFor();
  await agent.panel.getByText('买家已确认解决').waitFor();
}

story('the administrator changes what is asked in a ticket', async (world) => {
  const admin = await Administrator.signedIn(world);
  const { items: shops } = await admin.api('GET', '/api/shops');
  await admin.page.goto(`${world.server.url}/settings/shops/${shops.find((each) => each.key === 'demo').id}?part=tickets`);
  const stock = admin.page.getByRole('group', { name: '查库存', exact: true });
  await stock.waitFor();
  assert.deepEqual(await admin.look('1-types'), []);
  await admin.press('添加字段', stock);
  await stock.getByLabel('字段名称').last().fill('库位');
  await admin.press('保 ?存', admin.page.locator('.settings-save'));
  await admin.page.getByText('工单类型已保存').waitFor();
  await admin.page.reload();
  await stock.waitFor();
  assert.equal(await stock.getByLabel('字段名称').last().inputValue(), '库位');
});
