// Buyers follow their case without the chat: by a link, by number and code, and from another browser.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer, desktop } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const small = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const words = '台灯灯罩裂了一道口子';
const deed = '寄出新的灯罩';
const facts = { scenario: 'quality.damaged', severity: 'normal', demands: ['exchange'], order_no: '6937021846473', summary: '灯罩开裂' };
const soon = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

story('a buyer follows the link on a phone, answers, rates, and opens the case again', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  const { conversation, id } = await registered(buyer, agent);
  const page = await follows(world, buyer);
  await world.shot(agent, '1-panel');
  await settles(agent, id);
  await answers(world, page, buyer, agent);
  await rates(world, page, buyer, agent);
  await opensAgain(world, page, agent, conversation);
});

// registered is a case with a commitment, of a buyer who has written.
async function registered(buyer, agent) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.say('非常抱歉，我来跟进到底。');
  const { id, number } = await agent.api('POST', `/api/conversations/${conversation}/cases`, facts);
  await agent.api('POST', `/api/cases/${id}/commitments`, { text: deed, due_at: soon(90) });
  await agent.panel.getByText('买家的链接有效').waitFor();
  return { conversation, id, number };
}

// The card in the chat leads to the page, which says who, how far, and what by when.
async function follows(world, buyer) {
  const card = buyer.frame.locator('.card.progress');
  await card.getByText('核实中').waitFor();
  await world.shot(buyer, '1-card');
  const address = await card.getByRole('link', { name: '看进度' }).getAttribute('href');
  const { page } = await world.person('phone', small);
  await page.goto(address);
  await page.getByRole('heading', { name: '核实中' }).waitFor();
  await page.locator('.case-owner', { hasText: '陈思远' }).waitFor();
  await page.locator('.card.commitment', { hasText: deed }).locator('.countdown').waitFor();
  await page.locator('.steps li', { hasText: '我们承诺' }).waitFor();
  assert.equal(await page.getByText(words).count(), 0, 'the page shows nothing of the chat');
  assert.deepEqual(await barriers(page), []);
  await world.shot({ name: 'phone', page }, '1-progress');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the phone');
  return page;
}

// settles keeps all that is owed and asks the buyer.
async function settles(agent, id) {
  const { commitments } = await agent.api('GET', `/api/cases/${id}`);
  for (const each of commitments) {
    if (each.state === 'open') await agent.api('POST', `/api/commitments/${each.id}/keep`, { version: each.version, note: '单号 SF123' });
  }
  const { case: now } = await agent.api('GET', `/api/cases/${id}`);
  await agent.api('POST', `/api/cases/${id}/outcome`, { version: now.version, text: '新的灯罩已经寄到。' });
}

async function answers(world, page, buyer, agent) {
  await page.reload();
  const outcome = page.locator('.card.outcome');
  await outcome.getByText('新的灯罩已经寄到。').waitFor();
  await world.shot({ name: 'phone', page }, '2-asked');
  assert.equal(await page.getByText('SF123').count(), 0, 'what the team notes for itself stays there');
  await outcome.getByRole('button', { name: '已解决' }).click();
  await outcome.getByText('您已确认解决').waitFor();
  await page.getByRole('heading', { name: '已办结' }).waitFor();
  await buyer.outcome.getByText('您已确认解决').waitFor();
  await agent.panel.getByText('买家已确认解决').waitFor();
}

async function rates(world, page, buyer, agent) {
  const card = page.locator('.card.rate');
  await card.getByTitle('4 分，满意').click();
  await card.getByLabel('没有').check();
  await card.getByLabel('想说的话').fill('回复很快');
  await world.shot({ name: 'phone', page }, '3-rating');
  assert.deepEqual(await barriers(page), []);
  await card.getByRole('button', { name: '提交评价' }).click();
  await card.getByText('谢谢您的评价').waitFor();
  assert.deepEqual(await barriers(page), []);
  const rating = agent.panel.locator('.rating', { hasText: '4 分' });
  await rating.getByText('回复很快').waitFor();
  await rating.getByText('没有重复说过').waitFor();
  await rating.scrollIntoViewIfNeeded();
  await world.shot(agent, '3-rated');
  assert.deepEqual(await barriers(agent.page), []);
  await buyer.frame.locator('.card.rate', { hasText: '回复很快' }).waitFor(); // the chat knows too
  await world.shot(buyer, '3-rated');
}

async function opensAgain(world, page, agent, conversation) {
  await page.locator('.card.outcome').getByRole('button', { name: '还有问题，请继续处理' }).click();
  await page.locator('.card.outcome').getByText('收到，还没有解决').waitFor();
  await page.locator('.steps li', { hasText: '重新打开' }).waitFor();
  await world.shot({ name: 'phone', page }, '4-reopened');
  await agent.row(conversation).locator('.waiting').waitFor();
  await agent.panel.locator('.flag', { hasText: '重新打开' }).waitFor();
}

story('a service code opens the case, and brings its buyer back from another browser to the same owner', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  const made = await registered(buyer, agent);
  const code = await finds(world, buyer);
  const desk = await looksUp(world, made.number, code);
  await takesBack(world, agent, buyer);
  await comesBack(world, agent, made, code);
  await renews(agent, desk);
  await saysARating(world, agent, buyer, made.id);
});

// The buyer's own cases and code are one tap away in the chat.
async function finds(world, buyer) {
  await buyer.frame.getByRole('button', { name: '我的客诉单' }).click();
  const sheet = buyer.frame.getByRole('dialog', { name: '我的客诉单' });
  const code = await sheet.locator('.own-code code').innerText();
  assert.match(code, /^(\w{4}-){2}\w{4}$/);
  await sheet.getByText('由 陈思远 负责').waitFor();
  await world.shot(buyer, '1-own');
  assert.deepEqual(await barriers(buyer.frame), []);
  await buyer.page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await buyer.composer.waitFor(); // Escape closed the sheet alone
  return code;
}

async function looksUp(world, number, code) {
  const desk = await world.person('desk', small);
  desk.allow(/console: Failed to load resource: .* (404|401) .*\/api\/progress\//);
  const { page } = desk;
  await page.goto(`${world.server.url}/p`);
  await page.getByLabel('编号').fill(number);
  await page.getByLabel('服务码').fill('0000-0000-0000');
  await page.getByRole('button', { name: '查进度' }).click();
  await page.getByText('编号和服务码对不上').waitFor();
  assert.equal(await page.getByLabel('编号').inputValue(), number, 'what was typed stays');
  await world.shot(desk, '2-look-up');
  assert.deepEqual(await barriers(page), []);
  await page.getByLabel('服务码').fill(code.toLowerCase().replaceAll('-', ' '));
  await page.getByRole('button', { name: '查进度' }).click();
  await page.locator('.case-about', { hasText: number }).waitFor();
  return desk;
}

// A link that was taken back says what to do; sending makes a new one.
async function takesBack(world, agent, buyer) {
  const phone = await world.person('phone', small);
  phone.allow(/console: Failed to load resource: .* 401 .*\/api\/progress\//);
  const card = buyer.frame.locator('.card.progress');
  await phone.page.goto(await card.getByRole('link', { name: '看进度' }).getAttribute('href'));
  await phone.page.locator('.case-head').waitFor();
  await agent.press('收回链接', agent.panel);
  await agent.press('收 ?回', agent.dialog);
  await agent.panel.getByText('没有有效的链接').waitFor();
  await phone.page.reload();
  await phone.page.getByText('这个链接打不开了').waitFor();
  await phone.page.getByLabel('服务码').waitFor();
  await world.shot(phone, '3-over');
  assert.deepEqual(await barriers(phone.page), []);
  await agent.press('发给买家', agent.panel);
  await agent.card('处理进度在这里').waitFor();
  await buyer.frame.locator('.card.progress', { hasText: '处理进度在这里' }).waitFor();
  await world.shot(agent, '3-sent');
}

// Another browser, the same conversation, the same owner.
async function comesBack(world, agent, { conversation }, code) {
  const laptop = await Buyer.visiting(world, desktop, 'laptop');
  laptop.person.allow(/console: Failed to load resource: .* 422 .*\/api\/buyer\/return/);
  await laptop.say('我换电脑了');
  await laptop.delivered('我换电脑了');
  await laptop.frame.getByRole('button', { name: '我的客诉单' }).click();
  const field = laptop.frame.getByLabel('我有服务码');
  await field.fill('AAAA-BBBB-CCCC');
  await laptop.frame.getByRole('button', { name: '找回会话' }).click();
  await laptop.frame.getByText('没有找到这个服务码').waitFor();
  await world.shot(laptop, '4-code');
  await field.fill(code);
  await laptop.frame.getByRole('button', { name: '找回会话' }).click();
  await laptop.bubble(words).waitFor();
  assert.equal(await laptop.conversation(), conversation);
  assert.equal(await laptop.bubble('我换电脑了').count(), 0, 'that was said in the other conversation');
  await world.shot(laptop, '5-back');
  await laptop.say('灯罩寄出了吗？');
  await agent.bubble('灯罩寄出了吗？').waitFor();
  const { conversation: now, cases } = await agent.detail(conversation);
  assert.deepEqual([now.assignee.name, cases[0].owner.name], ['陈思远', '陈思远']);
  await agent.page.locator('.event', { hasText: '买家凭服务码回来了' }).waitFor();
  await agent.page.getByRole('button', { name: /^通知，\d+ 条未读$/ }).waitFor();
  await laptop.reload(); // in the same browser nothing needs to be typed
  await laptop.bubble('灯罩寄出了吗？').waitFor();
  await laptop.page.close();
}

// A new code shuts what the old one has opened.
async function renews(agent, desk) {
  await agent.press('换服务码', agent.panel);
  await agent.press('更 ?换', agent.dialog);
  await agent.page.locator('.event', { hasText: '换了新的服务码' }).waitFor();
  await desk.page.reload();
  await desk.page.getByText('这个链接打不开了').waitFor();
}

// Who writes a rating instead of tapping one is taken at their word.
async function saysARating(world, agent, buyer, id) {
  await settles(agent, id);
  await buyer.outcome.getByRole('button', { name: '已解决' }).click();
  await agent.panel.getByText('还没有评价').waitFor();
  await buyer.say('五分，谢谢陈师傅');
  await agent.page.locator('.message', { hasText: '五分，谢谢陈师傅' }).getByRole('button', { name: '标为评价' }).click();
  await agent.press('记 ?下', agent.dialog);
  await agent.dialog.getByText('请按买家说的选').waitFor();
  await agent.dialog.locator('.ant-rate-star').nth(4).click();
  await world.shot(agent, '6-marking');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('记 ?下', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  const rating = agent.panel.locator('.rating', { hasText: '5 分' });
  await rating.getByText('表扬').waitFor();
  await rating.scrollIntoViewIfNeeded();
  await world.shot(agent, '6-marked');
  await buyer.frame.locator('.card.rate', { hasText: '五分，谢谢陈师傅' }).getByText('从您的消息里记下').waitFor();
  await world.shot(buyer, '6-marked');
}
