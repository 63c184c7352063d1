// Every screen, light in Chinese and dark in English: pictures to look at, and no barrier that axe finds.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer, phone } from './lib/buyer.mjs';
import { photo, sparse } from './lib/files.mjs';
import { barriers, catalogue } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const looks = [
  { language: 'zh-CN', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
];

const soon = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
const facts = { scenario: 'quality.damaged', severity: 'high', demands: ['exchange', 'apology'], order_no: '6937021846473', summary: '台灯底座开裂，灯罩有划痕，买家要求换新。' };

for (const { language, colorScheme } of looks) {
  const options = { colorScheme, locale: language === 'en' ? 'en-US' : 'zh-CN' };

  story(`the console, ${colorScheme}, ${language}`, async (world) => {
    const agent = new Agent(world, await world.person('agent', options));
    await agent.person.context.addInitScript((chosen) => localStorage.setItem('anxin.language', chosen), language);
    const look = looker(world, agent, agent.page);
    await agent.page.goto(world.server.url);
    await agent.page.locator('input[type=password]').waitFor();
    await look('sign-in');
    await agent.signIn('admin');
    await look('nothing-open');
    const conversation = await fill(agent);
    await agent.open(conversation);
    await agent.panel.locator('.running').first().waitFor();
    await look('case');
    await overlays(agent, look, await catalogue(language));
    await agent.page.goto(`${world.server.url}/jobs`);
    await agent.page.locator('main h1, main h2').first().waitFor();
    await look('jobs');
    look.done();
  });

  story(`the widget, ${colorScheme}, ${language}`, async (world) => {
    const [buyer, agent] = await Promise.all([Buyer.visiting(world, { ...phone, ...options }), Agent.signedIn(world)]);
    const look = looker(world, buyer, buyer.frame);
    await look('greeting');
    await buyer.files.setInputFiles([await photo(world, buyer.person), await sparse(world, '录音.wav', 4000)]);
    await buyer.frame.locator('.tile.failed').waitFor();
    await look('refused');
    await buyer.frame.locator('.tile.failed .tile-remove').click();
    await buyer.frame.locator('.tile.done').waitFor();
    await buyer.say('底座上有一道口子 https://example.com/photo');
    await buyer.frame.locator('.mark').waitFor();
    await cards(agent, await buyer.conversation());
    await buyer.outcome.waitFor();
    await look('asked');
    await buyer.outcome.getByRole('button').nth(1).click();
    await buyer.outcome.locator('input').fill('灯罩还没有收到');
    await look('answering');
    await buyer.outcome.locator('form button.strong').click();
    await buyer.outcome.locator('.answer').waitFor();
    await look('declined');
    look.done();
  });
}

story('the storefront', async (world) => {
  for (const colorScheme of ['light', 'dark']) {
    const visitor = await world.person(colorScheme, { colorScheme, viewport: { width: 1280, height: 800 } });
    await visitor.page.goto(`${world.server.url}/demo/store`);
    const look = looker(world, visitor, visitor.page);
    await look('storefront');
    look.done();
  }
});

// looker takes pictures of what somebody sees and lets axe look at each; the
// story ends with what axe found on any of them.
function looker(world, person, frame) {
  const found = [];
  const look = async (name) => {
    for (const barrier of await barriers(frame)) found.push(`${name}: ${barrier}`);
    await world.shot(person, name);
  };
  look.done = () => assert.deepEqual(found, []);
  return look;
}

// fill gives a buyer of the demo shop a case with commitments in every state that hands can bring about.
async function fill(agent) {
  const { items } = await agent.api('GET', '/api/queue?view=all');
  const conversation = items.find((each) => each.customer.name === '林婉清').conversation_id;
  await agent.api('POST', `/api/conversations/${conversation}/messages`, { text: '非常抱歉给您添麻烦了，我先为您登记。', file_ids: [] });
  const { id } = await agent.api('POST', `/api/conversations/${conversation}/cases`, facts);
  const commit = (text, due_at) => agent.api('POST', `/api/cases/${id}/commitments`, { text, due_at });
  const settle = ({ id: commitment, version }, act, body) => agent.api('POST', `/api/commitments/${commitment}/${act}`, { version, ...body });
  await settle(await commit('核实订单与物流', soon(20)), 'keep', { note: '已核实' });
  await settle(await commit('送一张优惠券', soon(30)), 'waive', { reason: '买家不需要' });
  await settle(await commit('给出处理方案', soon(40)), 'update', { text: '给出检测结论与处理方案', due_at: soon(90), note: '等品控结论' });
  await commit('寄出新台灯', soon(60 * 26));
  return conversation;
}

// cards gives a buyer a kept commitment and the question whether it is solved.
async function cards(agent, conversation) {
  const { id } = await agent.api('POST', `/api/conversations/${conversation}/cases`, { ...facts, severity: 'normal' }); // the fast lane
  const kept = await agent.api('POST', `/api/cases/${id}/commitments`, { text: '寄出新台灯', due_at: soon(60 * 50) });
  await agent.api('POST', `/api/commitments/${kept.id}/keep`, { version: kept.version, note: '' });
  const { case: now } = await agent.api('GET', `/api/cases/${id}`);
  await agent.api('POST', `/api/cases/${id}/outcome`, { version: now.version, text: '新台灯已寄出，请您确认。' });
}

// overlays opens what lies over the workspace, one after the other.
async function overlays(agent, look, words) {
  const { page, panel } = agent;
  const closed = () => page.locator('.ant-modal-wrap:visible').waitFor({ state: 'detached' });
  for (const act of ['make', 'keep', 'update', 'waive']) {
    await agent.press(words(`commitment.${act}`), panel);
    await agent.dialog.waitFor();
    await look(`commitment-${act}`);
    await page.keyboard.press('Escape');
    await agent.dialog.waitFor({ state: 'hidden' });
  }
  await agent.press(words('act.edit'), panel);
  await look('case-edit');
  await agent.press(words('act.cancel'), panel);
  await page.locator('.top').getByRole('button', { name: words('notice.bell'), exact: true }).click();
  await page.locator('.notices').waitFor();
  await look('bell');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(words('palette.placeholder')).waitFor();
  await look('palette');
  await page.keyboard.press('Escape');
  await closed();
  await page.locator('.queue-rows').focus();
  await page.keyboard.press('?');
  await page.getByText(words('keys.title')).waitFor();
  await look('keys');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.composer textarea').count(), 1);
}
