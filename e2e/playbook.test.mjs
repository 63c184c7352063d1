// A playbook comes up from the buyer's words, leads through the case step by step or in one form, and is edited while
// somebody follows it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const words = '手机的充电口坏了，插上没反应，急死人了';

story('a playbook comes up with its reason, leads to the real forms, and ends in one form with a tip', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  const guide = agent.page.getByRole('region', { name: '处理流程' });
  await begins(world, agent, guide, conversation);
  await asksForEvidence(world, agent, guide, buyer);
  await decides(world, agent, guide);
  await settlesAll(world, agent, guide);
  await ends(world, agent, guide, buyer);
});

// It says why it comes up; words go into the answer; a second tab is where this one is.
async function begins(world, agent, guide, conversation) {
  await guide.getByText('充电口', { exact: false }).waitFor();
  await world.shot(agent, '1-comes-up');
  await agent.press('开案并按这份处理', guide);
  await guide.getByRole('heading', { name: /使用故障/ }).waitFor();
  await agent.press('放入回复', guide);
  assert.match(await agent.composer.inputValue(), /刚用上就出故障/);
  assert.deepEqual(await barriers(agent.page), []);
  await agent.send();
  await guide.getByText('有没有冒烟', { exact: false }).waitFor();
  const tab = await agent.tab(`/c/${conversation}`);
  const other = tab.page.getByRole('region', { name: '处理流程' });
  await other.getByText('有没有冒烟', { exact: false }).waitFor();
  await guide.getByRole('button', { name: '否', exact: true }).click();
  await other.locator('.guide-words').getByText('它现在是什么样子', { exact: false }).waitFor();
  await tab.page.close();
  await guide.locator('.guide-quote').click();
  await agent.press('记下', guide);
}

// look goes to a step that comes later.
async function look(agent, guide, kind) {
  const more = guide.getByRole('button', { name: /还有 \d+ 步/ });
  if (await more.isVisible()) await more.click();
  await guide.locator('.guide-ahead .guide-line button', { hasText: `${kind} · ` }).first().click();
  await guide.locator('.guide-kind', { hasText: kind }).waitFor();
}

// The step opens the request, with what is missing; it waits once that was sent.
async function asksForEvidence(world, agent, guide, buyer) {
  await look(agent, guide, '凭证');
  await agent.press('请买家补', guide);
  await agent.dialog.getByRole('checkbox', { name: '故障现象的视频' }).waitFor();
  await world.shot(agent, '2-evidence');
  await agent.dialog.getByRole('button', { name: '发送卡片' }).click();
  await buyer.frame.locator('.card', { hasText: '请补充材料' }).waitFor();
  await guide.locator('.guide-put', { hasText: '凭证' }).or(guide.getByRole('button', { name: /已处理 \d+ 步/ })).first().waitFor();
}

// The options beside the case open from the step; what was claimed elsewhere is offered to it.
async function decides(world, agent, guide) {
  await look(agent, guide, '定方案');
  await agent.press('给买家选方案', guide);
  await guide.locator('.option').first().waitFor();
  await world.shot(agent, '3-decide');
  await guide.getByRole('group', { name: '定方案' }).getByRole('button').first().click();
  await agent.press('就定这个', guide);
}

// All the rest is ticked, made, or skipped with a reason in one form.
async function settlesAll(world, agent, guide) {
  await agent.press('一张表', guide);
  const { dialog } = agent;
  const commit = dialog.locator('.fast-row', { hasText: '承诺' }).first();
  await commit.waitFor();
  await world.shot(agent, '4-fast');
  await commit.getByRole('button', { name: '作出承诺' }).click();
  const form = agent.page.getByRole('dialog').last();
  await world.shot(agent, '5-commit');
  await form.getByRole('button', { name: /承诺/ }).last().click();
  await agent.page.locator('.ant-modal-wrap:visible').nth(1).waitFor({ state: 'detached' });
  const open = dialog.locator('.fast-row:not(.fast-skipped)').filter({ has: agent.page.getByRole('button', { name: '跳过', exact: true }) });
  for (const box of await dialog.locator('.fast-row > div > .ant-checkbox-wrapper input').all()) await box.check();
  while (await open.count()) {
    await open.first().getByRole('button', { name: '跳过', exact: true }).click();
    await dialog.getByRole('button', { name: '这次不适用' }).first().click();
  }
  await dialog.getByText('步必做的没打勾', { exact: false }).waitFor({ state: 'detached' });
  await world.shot(agent, '6-fast-filled');
  await agent.press('一次记下', dialog);
  await dialog.waitFor({ state: 'detached' });
}

// It ends with the case; a tip goes with the closing words, once.
async function ends(world, agent, guide, buyer) {
  await guide.locator('.guide-kind', { hasText: '结案' }).waitFor();
  await world.shot(agent, '7-close');
  await agent.panel.getByRole('button', { name: '确认兑现' }).first().click();
  await agent.dialog.getByRole('textbox').fill('查过了，是充电口松动');
  await agent.dialog.getByRole('button', { name: /兑现/ }).last().click();
  await agent.dialog.waitFor({ state: 'detached' });
  await agent.press('请买家确认', guide);
  const tips = agent.dialog.getByRole('group', { name: '顺带告诉买家，下次怎么避免' });
  const tip = await tips.locator('.ant-checkbox-wrapper').first().innerText();
  await agent.dialog.getByLabel('处理结果').fill('充电口修好了，已经寄回');
  await world.shot(agent, '8-tip');
  await agent.dialog.getByRole('button', { name: '发送确认卡片' }).click();
  await buyer.outcome.getByText(tip, { exact: false }).waitFor();
  await guide.getByText('已告诉买家').waitFor();
  await world.shot(buyer, '9-tip');
}

story('a shop writes a playbook of its own: tried, checked, published, compared and taken back, while another is followed', async (world) => {
  const [buyer, agent, chief] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world), Administrator.signedIn(world)]);
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  const guide = agent.page.getByRole('region', { name: '处理流程' });
  await agent.press('开案并按这份处理', guide);
  await guide.getByText('刚用上就出故障', { exact: false }).waitFor();

  // What is wrong is said and keeps it from being published.
  await chief.settings('playbooks');
  await chief.main.getByRole('row', { name: /使用故障/ }).getByRole('button', { name: '改成自己的' }).click();
  await chief.main.locator('.flow-step', { hasText: '刚用上就出故障' }).click();
  const said = chief.main.getByLabel('对买家说的话', { exact: true });
  await said.fill('这是规定，你自己没看清楚。');
  await chief.main.locator('.playbook-wrong').first().waitFor();
  assert.deepEqual(await chief.look('1-wrong'), []);
  await said.fill('新机刚用上就充不进电，耽误您用了，我先陪您把问题弄清楚。');
  await chief.main.locator('.playbook-wrong').first().waitFor({ state: 'detached' });
  await chief.press('保存草稿', chief.main);
  await chief.main.getByText('草稿有改动').waitFor();
  await chief.main.getByLabel('一条客诉留言').fill(words);
  await chief.press('试走一遍', chief.main);
  await chief.main.getByText('会弹出').waitFor();
  await world.shot(chief, '2-try');
  await chief.press('发布', chief.main);
  await chief.dialog.getByText('empathy', { exact: false }).waitFor();
  await chief.dialog.getByRole('textbox').fill('说得更具体');
  await world.shot(chief, '3-publish');
  await chief.press('发布', chief.dialog);
  await chief.main.getByText('使用中').waitFor();

  // Whoever follows it is told, and stays until they take it up.
  await guide.getByText('发布了新版本', { exact: false }).waitFor();
  await guide.getByText('刚用上就出故障', { exact: false }).waitFor();
  await world.shot(agent, '4-newer');
  await agent.press('改用新版', guide);
  await guide.getByText('新机刚用上就充不进电', { exact: false }).waitFor();

  await takesOutAndIn(world, chief);
});

// takesOutAndIn looks at what changed, exports, goes back, and imports a copy under another name.
async function takesOutAndIn(world, chief) {
  await chief.press('看改动', chief.main);
  await chief.main.locator('.edition + *').first().waitFor();
  const [file] = await Promise.all([chief.page.waitForEvent('download'), chief.press('导出 YAML', chief.main)]);
  const text = await readFile(await file.path(), 'utf8');
  await chief.main.locator('.editions > li').last().getByRole('button', { name: '恢复这一版' }).click();
  await chief.page.locator('.ant-popconfirm').getByRole('button', { name: '恢复这一版' }).click();
  await chief.main.getByText('恢复为自带的版本').waitFor();
  await world.shot(chief, '5-history');
  await chief.main.getByRole('button', { name: '返回' }).click();
  await chief.press('导入 YAML', chief.main);
  const yaml = chief.dialog.getByLabel('YAML 内容');
  await yaml.fill(text.replace(/^id: .*/m, 'id: shop.port').replace('kind: say', 'kind: sya'));
  await chief.dialog.locator('.playbook-wrong').first().waitFor();
  await world.shot(chief, '6-import');
  await yaml.fill(text.replace(/^id: .*/m, 'id: shop.port'));
  await chief.dialog.locator('.playbook-wrong').first().waitFor({ state: 'detached' });
  await chief.press('导入为草稿', chief.dialog);
  await chief.main.getByText('未发布').waitFor();
  await chief.main.getByRole('button', { name: '返回' }).click();
  await chief.press('从模板新建', chief.main);
  await chief.page.getByRole('menuitem', { name: /HEARD/ }).click();
  await chief.main.locator('.flow-step', { hasText: '您说的事我听明白了' }).waitFor();
  await world.shot(chief, '7-heard');
}
