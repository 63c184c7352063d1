// A buyer turns to the platform: the dispute is registered from the case with the platform's clock, its evidence is
// gathered and taken as an archive, it is won, and the report counts it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 }, acceptDownloads: true };
const words = '说好三天到，一周了还没收到，我找平台了，电话 13812345678';
const number = 'JD-E2E-0001';
const pdf = { name: '物流轨迹.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n') };

const drawer = (agent) => agent.page.locator('.dispute-detail');
const modal = (agent) => agent.page.locator('.ant-modal').filter({ visible: true });

async function choose(agent, label, option) {
  await modal(agent).getByLabel(label).click();
  await agent.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).first().click();
}

story('a dispute is registered from a case, its pack is completed and taken, and it is won', async (world) => {
  const [buyer, agent, supervisor] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world, 'chen', wide), Agent.signedIn(world, 'zhou', wide)]);
  await registers(world, buyer, agent);
  await gathers(world, agent);
  await handsOn(world, agent);
  await wins(world, agent);
  await looksAtAll(world, supervisor);
});

async function registers(world, buyer, agent) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'logistics.late', severity: 'low', order_no: '6937021851160' });
  const part = agent.panel.getByRole('region', { name: '外部投诉' });
  await part.getByText('没有登记外部投诉').waitFor();
  await agent.press('登记', part);
  await modal(agent).getByLabel('对方编号').fill(number);
  await choose(agent, '平台', '京东');
  await modal(agent).getByText('不填就按本店时限：24 小时').waitFor();
  await modal(agent).getByLabel('涉及金额（元）').fill('299');
  await world.shot(agent, '1-register');
  await agent.press('登 ?记', modal(agent).locator('.ant-modal-footer'));
  await drawer(agent).getByText('按时限设置计算').waitFor();
}

// What is missing shrinks as it is written and attached.
async function gathers(world, agent) {
  await drawer(agent).getByText('还缺 2 项：情况说明、物流轨迹').waitFor();
  await world.shot(agent, '2-missing');
  assert.deepEqual(await barriers(agent.page), []);
  await drawer(agent).locator('input[data-for=logistics]').setInputFiles(pdf);
  await drawer(agent).getByText('还缺 1 项：情况说明').waitFor();
  await agent.press('起 ?草', drawer(agent));
  const text = modal(agent).getByLabel('情况说明');
  assert.match(await text.inputValue(), new RegExp(`编号：${number}`));
  await world.shot(agent, '3-statement');
  await agent.press('保 ?存', modal(agent));
  await drawer(agent).getByText('必备材料已齐').waitFor();
  const [archive] = await Promise.all([agent.page.waitForEvent('download'), agent.press('导出答复材料', drawer(agent))]);
  const bytes = await readFile(await archive.path());
  assert.equal(archive.suggestedFilename(), `${number}.zip`);
  assert.equal(bytes.subarray(0, 2).toString(), 'PK');
  assert.ok(bytes.includes(Buffer.from('聊天记录.html')) && bytes.includes(Buffer.from('清单.csv')));
  await drawer(agent).locator('.dispute-moves').getByText('导出答复材料').waitFor();
}

// handsOn puts right what the buyer wants, and says who answers for it from now on.
async function handsOn(world, agent) {
  await agent.press('修改或换负责人', drawer(agent));
  await choose(agent, '负责人', '周岚');
  await modal(agent).getByLabel('买家诉求').fill('要求今天发货');
  await world.shot(agent, '3-change');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.press('确 ?定', modal(agent));
  await drawer(agent).locator('.dispute-facts').getByText('周岚').waitFor();
}

async function wins(world, agent) {
  await agent.press('标记已答复', drawer(agent));
  await agent.press('确 ?定', modal(agent));
  await drawer(agent).locator('.tag', { hasText: '已答复' }).waitFor();
  await agent.press('记录结果', drawer(agent));
  await choose(agent, '结果', '胜诉');
  await agent.press('确 ?定', modal(agent));
  await drawer(agent).locator('.tag', { hasText: '胜诉' }).waitFor();
  await world.shot(agent, '4-won');
}

// The supervisor sees what is urgent, the clocks, and how it ended.
async function looksAtAll(world, supervisor) {
  const { page } = supervisor;
  await page.getByRole('link', { name: '外诉' }).click();
  await page.getByRole('cell', { name: /JD-20261123-0417/ }).waitFor();
  await world.shot(supervisor, '5-list');
  assert.deepEqual(await barriers(page), []);
  await page.getByText('时限设置', { exact: true }).click();
  await page.getByText('待法务确认', { exact: true }).first().waitFor();
  await world.shot(supervisor, '6-clocks');
  await page.getByText('结果统计', { exact: true }).click();
  await page.getByRole('region', { name: '按事由' }).getByRole('row', { name: /发货或配送慢 1 1 0 0 0 0 — ¥299.00/ }).waitFor();
  await world.shot(supervisor, '7-report');
}
