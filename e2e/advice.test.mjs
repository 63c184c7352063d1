// What an agent writes is read along: better words, a commitment from their own words, and a stop.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const refused = /console: Failed to load resource: .* 422 .*\/messages\)/;

story('a reply is read while it is written, mended with one tap, and its commitment registered when it goes', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  await buyer.say('收到的台灯灯罩是裂的，你们怎么发的货！');
  await buyer.delivered('收到的台灯灯罩是裂的，你们怎么发的货！');
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  const { page } = agent;
  const field = page.getByRole('textbox', { name: '回复买家' });

  // Vague words are underlined at once; better ones come with blanks that are not sent.
  await field.pressSequentially('实在抱歉，灯罩裂了确实没法用，我们会尽快处理的', { delay: 20 });
  await page.locator('.underlines u', { hasText: '尽快处理' }).waitFor();
  const [ms] = await latencies(page, field);
  console.log(`key to underline: ${ms.toFixed(0)} ms`);
  await world.shot(agent, '1-underlined');
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', { name: /换成这句$/ }).first().click();
  assert.equal(await field.inputValue(), '实在抱歉，灯罩裂了确实没法用，我现在就{动作}，{时间}前给您{结果}');
  await agent.send();
  await page.locator('.gate', { hasText: '还有空没填' }).waitFor();
  await world.shot(agent, '2-blanks');

  // A dated phrase is offered as a commitment, once a case is open; the message and the card both arrive.
  await field.fill('实在抱歉，灯罩裂了确实没法用。我现在联系仓库补发，今天23点59分前给您答复');
  await page.locator('.capture', { hasText: '建单后可登记' }).waitFor();
  const made = await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'normal', demands: [], order_no: '', summary: '灯罩裂了' });
  await field.press('End');
  await field.pressSequentially('。');
  await page.getByRole('button', { name: '登记承诺' }).click();
  await world.shot(agent, '3-commitment');
  await agent.send();
  await buyer.frame.locator('.bubble', { hasText: '今天23点59分前给您答复' }).waitFor();
  await buyer.frame.locator('.card.commitment', { hasText: '今天23点59分前给您答复' }).waitFor();
  const { commitments } = await agent.detail(conversation);
  assert.deepEqual(commitments.map(({ case_id: id, text }) => [id, text]), [[made.id, '今天23点59分前给您答复']]);

  // What nobody may send stays in the field; so does it on the server.
  agent.person.allow(refused);
  await field.fill('您加微信，我给您转账');
  await agent.send();
  await page.locator('.gate-block').waitFor();
  await world.shot(agent, '4-blocked');
  assert.equal(await field.inputValue(), '您加微信，我给您转账');
  const { code } = await page.evaluate(async (path) => {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
    return (await fetch(path, { method: 'POST', headers, body: JSON.stringify({ text: '您加微信，我给您转账' }) })).json();
  }, `/api/conversations/${conversation}/messages`);
  assert.equal(code, 'reply.blocked');

  // An error asks for a reason.
  await field.fill('这是快递的问题，您找快递吧');
  await agent.send();
  await page.getByRole('button', { name: '买家要求这样' }).click();
  await buyer.frame.locator('.bubble', { hasText: '您找快递吧' }).waitFor();

  const chief = await Administrator.signedIn(world);
  await chief.settings('rules');
  await chief.main.getByRole('row', { name: /说得太满/ }).first().waitFor();
  await chief.main.getByLabel('客服回复').fill('亲，稍后为您处理');
  await chief.main.getByRole('button', { name: '检查' }).click();
  await chief.main.locator('.try-result u').waitFor();
  assert.deepEqual(await chief.look('5-rules'), []);
});

// latencies takes a word out and puts it back, and measures from the key to the underline.
async function latencies(page, field) {
  const all = [];
  for (let i = 0; i < 5; i++) {
    await field.press('End');
    for (const _ of '处理的') await field.press('Backspace');
    await page.locator('.underlines u', { hasText: '尽快处理' }).waitFor({ state: 'detached' });
    await field.pressSequentially('处');
    all.push(await page.evaluate(() => new Promise((done) => {
      const began = performance.now();
      const look = () => (document.querySelector('.underlines u')?.textContent.includes('处理') ? done(performance.now() - began) : requestAnimationFrame(look));
      const area = document.querySelector('.composer textarea');
      const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
      set.call(area, `${area.value}理`);
      area.dispatchEvent(new Event('input', { bubbles: true }));
      look();
    })));
    await field.press('End');
    await field.pressSequentially('的');
  }
  return all.sort((a, b) => a - b).slice(2, 3);
}
