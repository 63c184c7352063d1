// What a buyer says is heard beside the talk: what they feel, what they threaten, what they told, what to ask next. A case begins with it.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const first = '昨天收到的台灯，底座裂了一道口子，订单号 6937021846473';
const second = '都问三遍了还没人管，再不换我就打12315投诉你们！';

story('what a buyer says is heard, and a case begins with it', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world, 'chen', wide)]);
  await buyer.say(first);
  await buyer.delivered(first);
  const conversation = await buyer.conversation();
  const { page } = agent;
  await page.goto(`${world.server.url}/c/${conversation}`);
  const heard = page.getByRole('region', { name: '倾听' });
  await heard.getByRole('button', { name: '订单号 6937021846473', exact: true }).waitFor();
  await heard.getByText('商品破损/瑕疵').waitFor();
  assert.equal(await heard.getByText('此刻：').count(), 1);

  await agent.api('POST', `/api/conversations/${conversation}/messages`, { text: '给您添麻烦了，我看一下', file_ids: [] });
  await buyer.say(second);
  await buyer.delivered(second);
  await heard.getByRole('button', { name: '监管投诉', exact: true }).waitFor();
  await heard.getByText('严重', { exact: true }).waitFor();
  assert.equal(await heard.getByRole('list', { name: '情绪变化' }).getByRole('listitem').count(), 2);
  await world.shot(agent, '1-heard');
  assert.deepEqual(await barriers(page), []);

  await heard.getByRole('button', { name: '监管投诉', exact: true }).click();
  await page.waitForURL('**/c/*?at=*');
  const question = '方便说说坏在哪里、坏到什么程度吗？';
  await heard.getByRole('button', { name: question }).click();
  assert.equal(await page.locator('.composer textarea').inputValue(), question);

  await heard.getByRole('button', { name: '建单' }).click();
  const form = page.getByRole('region', { name: '建单' });
  await form.getByText('已按买家说的填好，请核对。').waitFor();
  assert.equal(await form.getByLabel('订单号').inputValue(), '6937021846473');
  await form.getByText('商品破损/瑕疵').waitFor();
  await world.shot(agent, '2-begins');
  await form.getByRole('button', { name: '建立客诉单' }).click();
  await form.waitFor({ state: 'detached' });
  const { cases } = await agent.api('GET', `/api/conversations/${conversation}`);
  assert.equal(cases[0].severity, 'high');
  assert.deepEqual(cases[0].demands, ['exchange']);
  assert.equal(await heard.getByRole('button', { name: '方便把订单号发我一下吗？' }).count(), 0);
});
