import assert from 'node:assert/strict';

import { story } from './lib/story.mjs';

story('the page of API documentation shows every operation and can try one out', async (world) => {
  const developer = await world.person('developer');
  const { page } = developer;
  await page.goto(`${world.server.url}/api/docs`);
  const document = await (await fetch(`${world.server.url}/api/openapi.json`)).json();
  const operations = Object.values(document.paths).flatMap((path) => Object.keys(path)).length;
  await page.locator('.opblock').nth(operations - 1).waitFor();
  assert.equal(await page.locator('.opblock').count(), operations);

  developer.allow(/console: Failed to load resource: .* 401 .*\/api\/session\)/);
  const signIn = page.locator('#operations-session-signIn');
  await signIn.locator('.opblock-summary').click();
  await signIn.getByRole('button', { name: 'Try it out' }).click();
  await signIn.locator('textarea').fill(JSON.stringify({ login: 'nobody', password: 'wrong, of course' }));
  await signIn.getByRole('button', { name: 'Execute' }).click();
  await signIn.locator('.live-responses-table td.response-col_status', { hasText: '401' }).waitFor();
});
