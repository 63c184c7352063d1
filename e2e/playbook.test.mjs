// A playbook comes up from the buyer's words, and leads through the case step by step.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

story('a playbook comes up with its reason and leads from the first word on, in both tabs', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  const words = '手机的充电口坏了，插上没反应，急死人了';
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  const { page } = agent;
  const guide = page.getByRole('region', { name: '处理流程' });

  // It says why it comes up; one tap opens the case and begins it.
  await guide.getByText('充电口', { exact: false }).waitFor();
  await world.shot(agent, '1-comes-up');
  await agent.press('开案并按这份处理', guide);
  await guide.getByRole('heading', { name: /使用故障/ }).waitFor();
  const { cases: [opened] } = await agent.detail(conversation);
  assert.equal(opened.scenario, 'quality.malfunction');

  // Words go into the answer, and the step is done once they are sent.
  await agent.press('放入回复', guide);
  assert.match(await agent.composer.inputValue(), /刚用上就出故障/);
  await world.shot(agent, '2-say');
  assert.deepEqual(await barriers(page), []);
  await agent.send();
  await guide.getByText('有没有冒烟', { exact: false }).waitFor();

  // A second tab is where this one is.
  const tab = await agent.tab(`/c/${conversation}`);
  const other = tab.page.getByRole('region', { name: '处理流程' });
  await other.getByText('有没有冒烟', { exact: false }).waitFor();
  await guide.getByRole('button', { name: '否', exact: true }).click();
  await other.locator('.guide-words').getByText('它现在是什么样子', { exact: false }).waitFor();
  await tab.page.close();

  // The buyer's own words are the answer; a required step is skipped with a reason only.
  await guide.locator('.guide-quote').click();
  await agent.press('记下', guide);
  await skip(agent, guide, '订单号');
  await world.shot(agent, '3-skip');
});

// skip passes over the step that asks for something.
async function skip(agent, guide, what) {
  await guide.locator('.guide-now', { hasText: what }).waitFor();
  await agent.press('跳过', guide);
  await guide.getByRole('button', { name: '前面已做过' }).click();
  await guide.locator('.guide-now', { hasText: what }).waitFor({ state: 'detached' });
}
