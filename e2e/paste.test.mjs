// A chat that is held in 千牛 is pasted, answered by copying the reply out, and pasted again.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { Agent } from './lib/agent.mjs';
import { photo } from './lib/files.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const permissions = ['clipboard-read', 'clipboard-write'];

const began = Date.now();

// gone is how many minutes have gone by.
const gone = () => (Date.now() - began) / 60_000;

// chat writes lines as 千牛 shows them: who, how many minutes before the story began, and the words.
function chat(...lines) {
  const zone = 'Asia/Shanghai';
  return lines.map(([who, ago, words]) => {
    const at = new Date(began - ago * 60_000).toLocaleString('sv', { timeZone: zone });
    return `${who} (${at}):\n${words}\n`;
  }).join('');
}

const nick = 'tb睡不醒的猫';
const ours = '灯火旗舰店:小陈';

// shoot pastes a screenshot, as the clipboard of a computer hands it over.
async function shoot(world, agent, field) {
  const picture = [...await readFile(await photo(world, agent.person, { width: 320, height: 240 }))];
  await field.evaluate((node, bytes) => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(bytes)], '截图.jpg', { type: 'image/jpeg' }));
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: files, bubbles: true, cancelable: true }));
  }, picture);
}

// paste puts a text on the clipboard and presses the keys that paste it.
async function paste({ page }, field, text) {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await field.click();
  await page.keyboard.press('Control+V');
}

const clipboard = ({ page }) => page.evaluate(() => navigator.clipboard.readText());

const bubbles = ({ page }) => page.locator('.lines .bubble').allInnerTexts();

story('a chat of 千牛 is pasted, put right, answered by copying out, and goes on', async (world) => {
  const agent = await Agent.signedIn(world, 'chen', { permissions });
  const { page } = agent;
  const first = chat(
    [nick, 42, '收到的台灯灯罩是裂的\n订单号 3912456789012345678'],
    [ours, 40, '您好，先给您道个歉，我马上核实'],
    [nick, 12, '核实得怎么样了'],
  );

  // The first head was not copied with it, so that one line is asked about.
  await page.getByRole('button', { name: '粘贴平台聊天' }).click();
  await agent.dialog.waitFor();
  await paste(agent, page.getByRole('textbox', { name: '聊天内容' }), `在吗在吗\n以上是历史消息\n${first}`);
  await agent.dialog.getByText('共 3 条，其中 3 条是新的').waitFor();
  await agent.dialog.getByText('千牛（识别到的）').waitFor();
  assert.deepEqual(await agent.dialog.locator('.paste-speaker b').allInnerTexts(), ['买家', '我们']);
  assert.deepEqual(await barriers(page), []);
  await world.shot(agent, '1-preview');
  await agent.dialog.getByRole('group', { name: '这一行是？ 在吗在吗' }).getByRole('button', { name: '买家说的' }).click();
  await agent.dialog.getByText('共 4 条，其中 4 条是新的').waitFor();
  await world.shot(agent, '2-corrected');
  await agent.press('保存 4 条新消息', agent.dialog);
  await page.locator('.line').first().waitFor();
  const conversation = new URL(page.url()).pathname.split('/').pop();
  assert.deepEqual(await bubbles(agent), ['在吗在吗', '收到的台灯灯罩是裂的\n订单号 3912456789012345678', '您好，先给您道个歉，我马上核实', '核实得怎么样了']);

  // A case as from any other conversation.
  await agent.api('POST', `/api/conversations/${conversation}/cases`, { scenario: 'quality.damaged', severity: 'normal', demands: ['resend'], order_no: '3912456789012345678', summary: '灯罩裂了' });

  // The reply is read like any other; what nobody may send is not copied.
  const field = page.getByRole('textbox', { name: '回复买家' });
  await page.evaluate(() => navigator.clipboard.writeText('别的'));
  await field.fill('您加微信，我给您转账');
  await field.press('Enter');
  await page.locator('.gate-block').waitFor();
  assert.equal(await clipboard(agent), '别的');
  const reply = '灯罩裂了确实没法用，我现在联系仓库补发，今天23点59分前给您单号';
  await field.fill(reply);
  await world.shot(agent, '3-reply');
  await agent.press('复制并标记已发送');
  await page.locator('.message', { hasText: reply }).getByText('已在千牛发送').waitFor();
  assert.equal(await clipboard(agent), reply);
  assert.deepEqual(await barriers(page), []);
  await world.shot(agent, '4-sent');

  // Another tab has the conversation open; more of the chat is pasted here, with what is known already.
  const other = await agent.tab(`/c/${conversation}`);
  await other.page.locator('.lines .bubble', { hasText: reply }).waitFor();
  const more = chat([nick, 12, '核实得怎么样了'], [ours, -gone(), reply], [nick, -gone(), '好的，等你单号']);
  await paste(agent, page.getByLabel('粘贴更多聊天'), more);
  await page.locator('.lines .bubble', { hasText: '好的，等你单号' }).waitFor();
  await other.page.locator('.lines .bubble', { hasText: '好的，等你单号' }).waitFor();
  await paste(other, other.page.getByLabel('粘贴更多聊天'), more);
  await other.page.getByText('都已经有了，没有新消息').waitFor();
  assert.equal((await bubbles(other)).filter((each) => each === reply).length, 1);
  assert.equal((await bubbles(other)).length, 6);

  // A screenshot is kept as a note, with the picture, for the team alone.
  await shoot(world, agent, page.getByLabel('粘贴更多聊天'));
  await page.getByText('截图已存为备注，仅团队可见').waitFor();
  await other.page.locator('.message-note img').waitFor();

  // Somebody else's chat does not get in.
  await paste(agent, page.getByLabel('粘贴更多聊天'), chat(['tb别的买家', 1, '我的呢'], [ours, 0, '稍等']));
  await agent.dialog.getByText('不是这个会话的买家').waitFor();
  await world.shot(agent, '5-stranger');
  await page.keyboard.press('Escape');
  await agent.dialog.waitFor({ state: 'detached' });
});

story('the console works beside the window of a chat tool', async (world) => {
  const agent = await Agent.signedIn(world, 'chen', { permissions, viewport: { width: 420, height: 900 } });
  const { page } = agent;
  await world.shot(agent, '1-queue');
  await page.getByRole('button', { name: '粘贴平台聊天' }).click();
  await paste(agent, page.getByRole('textbox', { name: '聊天内容' }), chat(['白云', 9, '您好'], ['爱喝茶', 8, '灯不亮了'], ['白云', 7, '我看看'], ['爱喝茶', 6, '好']));
  await agent.dialog.getByText('共 4 条，其中 4 条是新的').waitFor();
  await agent.dialog.getByRole('button', { name: /白云/ }).click();
  await agent.dialog.getByRole('button', { name: /买家 爱喝茶/ }).waitFor();
  assert.deepEqual(await barriers(page), []);
  await world.shot(agent, '2-preview');
  await agent.press('保存 4 条新消息', agent.dialog);
  await page.locator('.lines .bubble', { hasText: '灯不亮了' }).waitFor();
  await page.getByRole('textbox', { name: '回复买家' }).fill('您先别急，我现在查一下，今天18点前给您答复');
  await world.shot(agent, '3-thread');
  await agent.press('复制并标记已发送');
  await page.getByText('已在千牛发送').waitFor();
  assert.equal(await clipboard(agent), '您先别急，我现在查一下，今天18点前给您答复');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
  await agent.press('投诉单和买家');
  await page.locator('.panel').waitFor();
  assert.deepEqual(await barriers(page), []);
  await world.shot(agent, '4-panel');
  await agent.press('返回列表');
  await page.locator('.queue-row', { hasText: '爱喝茶' }).waitFor();
  await world.shot(agent, '5-list');
  await page.evaluate(() => localStorage.setItem('anxin.language', 'en'));
  await page.reload();
  await page.locator('.queue-row', { hasText: '爱喝茶' }).click();
  await page.locator('.lines .bubble', { hasText: '灯不亮了' }).waitFor();
  await world.shot(agent, '6-english');
});
