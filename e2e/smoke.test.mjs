import assert from 'node:assert/strict';

import { story } from './lib/story.mjs';

story('the program is up and shows its sign-in page', async (world) => {
  assert.ok(await world.server.answers('/healthz'), '/healthz answers');

  const agent = await world.person('agent');
  await agent.page.goto(world.server.url);
  await agent.page.locator('input[type=password]').waitFor();
  assert.match(await agent.page.title(), /安心/);
  await world.shot(agent, 'sign-in');
});

story('a killed program is back within 5 s', async (world) => {
  const took = await world.server.restart();
  assert.ok(took < 5000, `ready after ${Math.round(took)} ms`);
});
