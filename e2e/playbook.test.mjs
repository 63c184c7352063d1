// A playbook comes up from the buyer's words, leads through the case, is edited while it is followed, and ends with it.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

story('a playbook comes up, guides from the first word to the close, and nobody is moved when it is edited', async (world) => {
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

  // Edited and published meanwhile: told, moved by nobody, taken up with one tap.
  const chief = await Administrator.signedIn(world);
  await chief.settings('playbooks');
  await chief.main.getByRole('row', { name: /使用故障/ }).getByRole('button', { name: '改成自己的' }).click();
  await chief.main.locator('.flow-step', { hasText: '刚用上就出故障' }).click();
  await chief.main.getByLabel('对买家说的话', { exact: true }).fill('新机刚用上就出故障，耽误您用了，我先陪您把问题弄清楚。');
  assert.deepEqual(await chief.look('4-editor'), []);
  await chief.press('保存草稿', chief.main);
  await chief.main.getByText('草稿有改动').waitFor();
  await chief.main.getByLabel('一条客诉留言').fill(words);
  await chief.press('试走一遍', chief.main);
  await chief.main.getByText('会弹出').waitFor();
  await world.shot(chief, '5-try');
  await chief.press('发布', chief.main);
  await chief.dialog.getByText('empathy', { exact: false }).waitFor();
  await world.shot(chief, '6-publish');
  await chief.press('发布', chief.dialog);
  await chief.main.getByText('第 1 版').first().waitFor();
  await guide.getByText('发布了新版本', { exact: false }).waitFor();
  await agent.press('改用新版', guide);
  await guide.getByText('发布了新版本', { exact: false }).waitFor({ state: 'detached' });
  await guide.getByText(/已处理 \d+ 步/).waitFor();

  // All the rest of a normal case in one form, then a ticket and a commitment from their filled-in forms.
  await guide.getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: '一张表快速处理' }).click();
  await world.shot(agent, '7-fast');
  for (const box of await agent.dialog.getByRole('checkbox').all()) await box.check();
  await agent.press('一次记下', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await work(world, agent, guide);

  // It ends with the case; the tip is at hand.
  await guide.getByText('预防提示').waitFor();
  await world.shot(agent, '9-close');
});

// skip passes over the step that asks for something.
async function skip(agent, guide, what) {
  await guide.locator('.guide-now', { hasText: what }).waitFor();
  await agent.press('跳过', guide);
  await guide.getByRole('button', { name: '前面已做过' }).click();
  await guide.locator('.guide-now', { hasText: what }).waitFor({ state: 'detached' });
}

// work does what is left of the way: whatever has a form is made, all else is skipped.
async function work(world, agent, guide) {
  const now = guide.locator('.guide-now');
  for (let i = 0; i < 25; i++) {
    await now.waitFor();
    if (await now.locator('.guide-kind', { hasText: '结案' }).isVisible()) return;
    const before = await now.innerText();
    const commit = now.getByRole('button', { name: '作出承诺' });
    if (await commit.isVisible()) {
      await commit.click();
      assert.match(await agent.dialog.getByLabel('承诺什么').inputValue().catch(() => agent.dialog.locator('textarea').first().inputValue()), /小时内/);
      if (i < 8) await world.shot(agent, '8-commit');
      await agent.dialog.getByRole('button', { name: /承诺|确定|登记/ }).last().click();
      await agent.dialog.waitFor({ state: 'detached' });
    } else {
      await agent.press('跳过', guide);
      await guide.getByRole('button', { name: '这次不适用' }).click();
    }
    await guide.page().waitForFunction(([text]) => document.querySelector('.guide-now')?.innerText !== text, [before]);
  }
  assert.fail('the way does not end');
}
