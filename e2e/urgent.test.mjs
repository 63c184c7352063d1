// What buyers say sorts the queue and calls who must hear of it; who heard it wrongly is corrected, for everybody and for good.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const harm = '孩子吃了你们家的饼干上吐下泻，现在在医院！';
const threat = '都问三遍了还没人管，再不退我就打12315投诉你们！';

story('the most urgent comes first, a critical risk calls in every tab, a correction stays', async (world) => {
  const [calm, angry, hurt, agent, boss] = await Promise.all([
    Buyer.visiting(world), Buyer.visiting(world), Buyer.visiting(world), Agent.signedIn(world, 'chen', wide), Agent.signedIn(world, 'zhou', wide),
  ]);
  const second = await boss.tab('/?view=all');
  await calm.say('你好，请问什么时候发货');
  await calm.delivered('你好，请问什么时候发货');
  await angry.say(threat);
  await angry.delivered(threat);
  const ids = [await calm.conversation(), await angry.conversation()];
  await agent.page.goto(world.server.url);
  await agent.page.getByRole('button', { name: '筛选' }).click();
  await agent.page.getByLabel('排序').click();
  await agent.page.getByTitle('最急的在前').click();
  await agent.page.waitForURL('**order=urgent**');
  await agent.page.keyboard.press('Escape');
  const at = async (id) => Number((await agent.row(id).getAttribute('style')).match(/translateY\((\d+)px/)[1]);
  await agent.row(ids[1]).getByText('监管投诉').waitFor();
  await agent.row(ids[1]).getByRole('img', { name: /级$/ }).waitFor();
  assert.ok((await at(ids[1])) < (await at(ids[0])), 'the threat stands before the question');

  await hurt.say(harm);
  await hurt.delivered(harm);
  ids.push(await hurt.conversation());
  const alarm = (page) => page.getByRole('alert', { name: '紧急提醒' });
  await alarm(boss.page).waitFor();
  await alarm(second.page).waitFor();
  await alarm(second.page).getByText('安全健康').waitFor();
  await agent.row(ids[2]).getByText('安全健康').waitFor();
  assert.equal(await at(ids[2]), 0, 'harm stands first');
  await world.shot(boss, '1-alarm');
  await world.shot(agent, '2-queue');
  assert.deepEqual(await barriers(boss.page), []);
  await alarm(second.page).getByRole('button', { name: '知道了' }).click();
  await alarm(boss.page).waitFor({ state: 'detached' });

  await agent.page.goto(`${world.server.url}/c/${ids[1]}?order=urgent`);
  await agent.page.getByText('收尾检查').click();
  await agent.page.getByText('买家的话都回了').waitFor();
  const heard = agent.page.getByRole('region', { name: '倾听' });
  await heard.getByText('已通知主管').waitFor();
  await world.shot(agent, '3-heard');
  await heard.getByRole('button', { name: /^更正：监管投诉/ }).click();
  const dialog = agent.page.getByRole('dialog', { name: '更正听到的内容' });
  await dialog.getByLabel('其实是').click();
  await agent.page.getByTitle('不是风险').click();
  await world.shot(agent, '4-correct');
  assert.deepEqual(await barriers(agent.page), []);
  await dialog.getByRole('button', { name: '更 正' }).or(dialog.getByRole('button', { name: '更正', exact: true })).click();
  await heard.getByText('更正：监管投诉 → 不是风险').waitFor();
  assert.equal(await heard.getByRole('button', { name: '监管投诉', exact: true }).count(), 0);
  await agent.page.reload();
  await heard.getByText('更正：监管投诉 → 不是风险').waitFor();
  assert.equal(await heard.getByRole('button', { name: '监管投诉', exact: true }).count(), 0);
  await agent.row(ids[1]).getByText('监管投诉').waitFor({ state: 'detached' });
  await heard.getByRole('button', { name: '撤销' }).click();
  await heard.getByRole('button', { name: '监管投诉', exact: true }).waitFor();
});
