// The supervisor sees where buyers wait, who is there, and who has left with buyers waiting.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

story('a supervisor sees who is there and who has buyers waiting', async (world) => {
  const [buyer, agent, supervisor] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world), Agent.signedIn(world, 'zhou')]);
  await buyer.say('到底什么时候退款');
  await buyer.delivered('到底什么时候退款');
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.press('接手');
  await agent.page.locator('.thread-who', { hasText: '由我接待' }).waitFor();
  assert.equal(await agent.page.getByRole('link', { name: '团队' }).count(), 0, 'agents have no way there');

  await supervisor.page.getByRole('link', { name: '团队' }).click();
  const chen = supervisor.page.getByRole('row', { name: /陈思远/ });
  await chen.getByText('在线').waitFor();
  await supervisor.page.locator('.tile', { hasText: '待回复' }).getByText('最久已等').waitFor();
  await world.shot(supervisor, 'team');
  assert.deepEqual(await barriers(supervisor.page), []);

  await agent.page.getByRole('button', { name: '我的状态：在线' }).click();
  await agent.page.getByRole('menuitem', { name: '小休' }).click();
  await agent.page.getByRole('button', { name: '我的状态：小休' }).waitFor();
  await chen.getByText('小休').waitFor(); // at once, on another screen
  await supervisor.page.locator('.tile-bad', { hasText: '接待人不在线' }).waitFor();
  await world.shot(supervisor, 'away');

  await chen.getByRole('link', { name: '查看会话' }).click();
  await supervisor.row(conversation).waitFor();
  assert.equal(await supervisor.page.locator('.queue-row').count(), 1, 'only theirs');
});
