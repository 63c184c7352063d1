// Who may read the record of the house sees who changed what, and what it was before.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { story } from './lib/story.mjs';

story('the record tells who changed what', async (world) => {
  const admin = await Administrator.signedIn(world);
  const { main, page } = admin;
  const found = [];
  const [shop] = (await admin.api('GET', '/api/shops')).items;
  await admin.api('PATCH', `/api/shops/${shop.id}`, { version: shop.version, name: shop.name, settings: { ...shop.settings, response_target_minutes: 5 } });
  const users = (await admin.api('GET', '/api/users')).items;
  const chen = users.find(({ login }) => login === 'chen');
  await admin.api('POST', `/api/users/${chen.id}/grants`, { version: chen.version, role_id: 'team_lead', shop_id: shop.id });

  await admin.settings('record');
  const changed = main.locator('tr', { hasText: '修改店铺' });
  await changed.getByText('3 → 5').waitFor();
  await changed.getByText('管理员').waitFor();
  const granted = main.locator('tr', { hasText: '添加角色' }).first();
  await granted.getByText('陈思远').waitFor();
  await granted.getByText('组长').waitFor();
  found.push(...(await admin.look('record')));

  await main.getByLabel('操作人').click();
  await page.locator('.ant-select-item-option', { hasText: '陈思远' }).click();
  await main.getByText('没有记录').waitFor();
  await page.reload(); // the filter is in the address
  await main.getByText('没有记录').waitFor();

  await admin.settings('record?area=cases');
  await main.locator('table.record, .state-empty').first().waitFor();
  found.push(...(await admin.look('cases')));
  await admin.settings('record?area=talks');
  await main.locator('tr', { hasText: '开始会话' }).first().waitFor();
  found.push(...(await admin.look('talks')));
  await main.locator('tr', { hasText: '开始会话' }).first().getByRole('button').click();
  await page.waitForURL(/\/c\//);

  const agent = await Agent.signedIn(world);
  await agent.page.goto(`${world.server.url}/settings/record`);
  await agent.page.locator('.rail').waitFor();
  assert.equal(await agent.page.getByRole('heading', { name: '操作记录' }).count(), 0);
  assert.deepEqual(found, []);
});
