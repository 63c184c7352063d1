import assert from 'node:assert/strict';

import { story } from './lib/story.mjs';

story('the page of API documentation shows every operation and can try one out', async (world) => {
  const developer = await world.person('developer');
  const { page } = developer;
  await page.goto(`${world.server.url}/api/docs`);
  const document = await (await fetch(`${world.server.url}/api/openapi.json`)).json();
  const operations = Object.values(document.paths).flatMap((path) => Object.keys(path)).length;
  await page.locator('.opblock').first().waitFor();
  const shown = await scrolledThrough(page, operations);
  assert.equal(shown.size, operations);

  developer.allow(/console: Failed to load resource: .* 401 .*\/api\/session\)/);
  await page.getByPlaceholder('Filter by tag').fill('session');
  const signIn = page.locator('#operations-session-signIn');
  await signIn.locator('.opblock-summary').click();
  await signIn.getByRole('button', { name: 'Try it out' }).click();
  await signIn.locator('textarea').fill(JSON.stringify({ login: 'nobody', password: 'wrong, of course' }));
  await signIn.getByRole('button', { name: 'Execute' }).click();
  await signIn.locator('.live-responses-table td.response-col_status', { hasText: '401' }).waitFor();
});

// Only what is near the window is drawn, so the page is read as people read it.
async function scrolledThrough(page, most) {
  const shown = new Set();
  await page.mouse.move(700, 600);
  for (let turn = 0; shown.size < most && turn < 100; turn++) {
    const ids = await page.locator('.opblock').evaluateAll((all) => all.map((each) => each.id));
    for (const id of ids) shown.add(id);
    await page.mouse.wheel(0, 500);
    await page.waitForTimeout(100);
  }
  return shown;
}
