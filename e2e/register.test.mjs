// A shop moves in with its register of complaints: what cannot be read is told and corrected, each row becomes one case,
// and the buyer's past stands beside them. No buyer hears of it.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const head = '客诉登记表,,,,,,,,,,,,,\n登记编号,登记日期,平台,订单号,客户昵称,联系电话,产品,问题描述,问题类型,责任方,处理方案,赔付金额,处理人,状态,完成日期';
const over = 'KS-001,2025-03-02,淘宝,1001001,云朵朵,13812349999,台灯,灯罩碎了一角,快递破损,快递,补发灯罩,20,周岚,已完结,2025-03-05';
const again = 'KS-002,2025/6/9,天猫,1001002,云朵朵,,台灯,灯不亮了,质量问题,工厂,换新,,李沐,已解决,2025/6/12';
const open = 'KS-003,2025-11-01,抖音,,阿岳在路上,13955557777,水杯,一直没有发货,发货慢,仓库,,,周岚,处理中,';
const odd = 'KS-004,2025-11-02,抖音,,阿岳在路上,,水杯,说不上来哪里不对,玄学,,道歉,,,完成,';
const bad = 'KS-005,2025-13-40,京东,,老周不周,,毛毯,毛毯掉毛,质量问题,,退货,,,完成,';
const mended = bad.replace('2025-13-40', '2025-10-04');

const page = (agent) => agent.page.locator('.orders');
const counts = (agent) => page(agent).locator('.import-counts dd').allInnerTexts();

story('a register of complaints comes in, corrected, and shows what was', async (world) => {
  const agent = await Agent.signedIn(world, 'zhou', wide);
  await firstFile(world, agent);
  await correctedFile(world, agent);
  await past(world, agent);
  await stillOpen(world, agent);
});

async function upload(agent, name, rows) {
  await agent.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`${[head, ...rows].join('\n')}\n`) });
}

async function firstFile(world, agent) {
  await agent.page.getByRole('link', { name: '订单' }).click();
  await agent.press('导入订单');
  await page(agent).getByText('客诉登记表', { exact: true }).click();
  await agent.page.getByRole('heading', { name: '导入客诉登记表' }).waitFor();
  await world.shot(agent, '1-kind');
  assert.deepEqual(await barriers(agent.page), []);
  await upload(agent, '客诉登记表.csv', [over, again, open, odd, bad]);
  await page(agent).getByText('15 列中认出了 15 列').waitFor();
  await world.shot(agent, '2-columns');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('下一步：预览');
  await page(agent).getByText('时间“2025-13-40”读不懂').waitFor();
  await page(agent).getByText('问题类型“玄学”对不上').waitFor();
  await world.shot(agent, '3-preview');
  await mean(agent, '玄学', '与描述不符');
  await page(agent).getByText('问题类型“玄学”对不上').waitFor({ state: 'detached' });
  await world.shot(agent, '4-mapped');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('只导入没问题的 4 件客诉');
  await page(agent).locator('.import-run').getByText('已完成').waitFor();
  assert.deepEqual(await counts(agent), ['4', '0', '0', '1']);
  await world.shot(agent, '5-done');
}

async function mean(agent, words, scenario) {
  const field = page(agent).getByLabel(`“${words}”对应的投诉类型`);
  await field.fill(scenario);
  await agent.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').getByText(scenario, { exact: true }).waitFor();
  await field.press('Enter');
}

// Rows that are in already stay as they are.
async function correctedFile(world, agent) {
  await agent.press('导入另一个文件');
  await page(agent).getByText('客诉登记表', { exact: true }).first().click();
  await upload(agent, '客诉登记表-改好.csv', [over, again, open, mended]);
  await page(agent).getByText('15 列中认出了 15 列').waitFor();
  await agent.press('下一步：预览');
  await agent.press('导入 4 件客诉');
  await page(agent).locator('.import-run').getByText('已完成').waitFor();
  assert.deepEqual(await counts(agent), ['1', '0', '3', '0']);
}

// Both rows of one nick are of one buyer, and search finds them.
async function past(world, agent) {
  await agent.page.goto(`${world.server.url}/customers`);
  await agent.page.getByText('云朵朵').first().waitFor();
  await world.shot(agent, '6-customers');
  await agent.page.getByText('云朵朵').first().click();
  const card = agent.page.locator('.customer-page');
  await card.getByText('A250302-001').waitFor();
  await card.getByText('A250609-001').waitFor();
  await world.shot(agent, '7-past');
  assert.deepEqual(await barriers(agent.page), []);
  await card.getByText('A250302-001').click();
  await agent.panel.getByText('从登记表导入，之前已办结').waitFor();
  await world.shot(agent, '8-case');
  assert.deepEqual(await barriers(agent.page), []);
}

// What was still open waits for who owns it, and can only be noted on.
async function stillOpen(world, agent) {
  const { items } = await agent.api('GET', '/api/queue?view=all');
  const talk = items.find((each) => each.channel === 'register');
  assert.ok(talk, 'the open case is in no queue');
  await agent.page.goto(`${world.server.url}/c/${talk.conversation_id}`);
  await agent.page.getByText('从登记表导入的会话连不到买家').waitFor();
  await agent.page.getByText('还没办完').waitFor();
  await world.shot(agent, '9-open');
  assert.deepEqual(await barriers(agent.page), []);
}
