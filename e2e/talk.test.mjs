// A talk as people have it: the buyer is told at once that they were heard, each side sees the other write, nobody is
// cut short, notes stay with the team, words are taken back, kept over a reload and sent later.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { Agent } from './lib/agent.mjs';
import { Buyer, desktop } from './lib/buyer.mjs';
import { photo } from './lib/files.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const narrow = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

// both opens the two sides of one conversation; the buyer has said these words.
async function both(world, words, options) {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world, options), Agent.signedIn(world)]);
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.bubble(words).waitFor();
  return { buyer, agent, conversation };
}

async function clean(...frames) {
  for (const frame of frames) assert.deepEqual(await barriers(frame), []);
}

// told are the words of the team that a buyer can read at the server.
async function told(buyer) {
  const { messages } = await buyer.thread();
  return messages.filter((each) => each.sender.kind === 'agent').map((each) => each.text);
}

for (const colorScheme of ['light', 'dark']) {
  story(`a storm of messages is acknowledged once, ${colorScheme}`, async (world) => {
    const { buyer, agent, conversation } = await both(world, '在吗', { ...narrow, colorScheme });
    for (const words of ['杯子是碎的', '有人吗']) await buyer.say(words);
    const heard = buyer.frame.locator('.row.machine', { hasText: '已收到您的消息' });
    await heard.getByText('自动回复').waitFor();
    await buyer.say('怎么还不回');
    await buyer.delivered('怎么还不回');
    const { messages } = await buyer.thread();
    assert.equal(messages.filter((each) => each.sender.kind === 'system').length, 1);
    assert.equal(await heard.count(), 1);
    await world.shot(buyer, 'acknowledged');
    await clean(buyer.frame);

    // It answered nobody: the buyer waits since their first word, on both screens of the team.
    const { conversation: now } = await agent.detail(conversation);
    assert.equal(now.waiting_since, messages[0].at);
    await agent.row(conversation).locator('.waiting').waitFor();
    await agent.page.locator('.thread-clock .waiting').waitFor();
    await agent.page.locator('.message-automatic').waitFor();
  });
}

story('each sees the other write, and who is warned sends with the second press', async (world) => {
  const { buyer, agent, conversation } = await both(world, '台灯不亮了', narrow);
  await buyer.composer.pressSequentially('昨天');
  await agent.page.getByText('买家正在输入').waitFor();
  await world.shot(agent, 'buyer-types');
  await agent.composer.pressSequentially('您好，请问');
  const typing = buyer.frame.locator('.typing');
  await typing.getByText('陈思远正在输入').waitFor();
  await world.shot(buyer, 'agent-types');
  await clean(buyer.frame);

  await agent.composer.press('Enter');
  await agent.burst.waitFor();
  assert.equal(await agent.composer.inputValue(), '您好，请问', 'the first press keeps the words');
  await world.shot(agent, 'warned');
  await clean(agent.page);
  assert.deepEqual(await told(buyer), []);
  await agent.composer.press('Enter');
  await buyer.bubble('您好，请问').waitFor();
  await typing.waitFor({ state: 'detached' });

  // A colleague sees who is there and who writes; both are told of the buyer.
  const zhou = await Agent.signedIn(world, 'zhou');
  await zhou.open(conversation);
  await agent.page.locator('.other', { hasText: '周岚' }).waitFor();
  await agent.composer.pressSequentially('我再看');
  await zhou.page.locator('.other-busy', { hasText: '陈思远 正在写回复' }).waitFor();
  await world.shot(zhou, 'colleague-writes');
  await clean(zhou.page);
});

story('a note calls a colleague and never reaches the buyer', async (world) => {
  const { buyer, agent, conversation } = await both(world, '可以退款吗', desktop);
  const zhou = await Agent.signedIn(world, 'zhou');
  await agent.press('备注', agent.page.locator('.modes'));
  await agent.composer.pressSequentially('@周');
  const picker = agent.page.getByRole('listbox', { name: '提醒同事' });
  await picker.waitFor();
  await world.shot(agent, 'picker');
  await clean(agent.page);
  await agent.composer.press('Enter');
  const called = await agent.composer.inputValue();
  assert.match(called, /^@周\S+ $/);
  await agent.composer.pressSequentially('成本才 5 元，可以直接补发吗');
  const note = `${called}成本才 5 元，可以直接补发吗`;
  await world.shot(agent, 'note');
  await agent.press('保存备注');
  await agent.bubble(note).waitFor();
  await agent.page.locator('.message-note').getByText('仅团队可见').waitFor();
  await clean(agent.page);

  // Zhou is told, and led there.
  await zhou.person.context.grantPermissions(['notifications']);
  await zhou.page.getByRole('button', { name: '通知，1 条未读' }).click();
  await zhou.page.getByRole('switch', { name: '桌面通知' }).click();
  await zhou.page.getByRole('switch', { name: '桌面通知', checked: true }).waitFor();
  await world.shot(zhou, 'bell');
  await clean(zhou.page);
  await zhou.page.locator('.notice', { hasText: '可以直接补发吗' }).click();
  await zhou.bubble(note).waitFor();
  await world.shot(zhou, 'called');

  // The buyer waits on, has read nothing and is told nothing.
  assert.deepEqual(await told(buyer), []);
  assert.equal(await buyer.frame.getByText('成本').count(), 0);
  assert.ok((await agent.detail(conversation)).conversation.waiting_since);

  // Words that began as a note do not become an answer unnoticed.
  await agent.composer.fill('这家人很难缠');
  await agent.press('回复', agent.page.locator('.modes'));
  await agent.page.getByText('这些话原是备注').waitFor();
  await world.shot(agent, 'was-a-note');
  await agent.composer.fill('');
  await agent.say('可以的，马上为您办理');
  await buyer.bubble('可以的，马上为您办理').waitFor();
});

story('what was said is taken back at once, written anew, and gone after a reload', async (world) => {
  const { buyer, agent } = await both(world, '什么时候退款', narrow);
  await agent.say('成本才 5 元，马上退');
  await buyer.bubble('成本才 5 元，马上退').waitFor();
  await agent.press('撤回');
  await buyer.frame.getByText('陈思远撤回了一条消息').waitFor();
  assert.equal(await buyer.frame.getByText('成本').count(), 0);
  const line = agent.page.locator('.recalled', { hasText: '你撤回了一条消息' });
  await line.waitFor();
  await agent.row(await buyer.conversation()).locator('.waiting').waitFor(); // nobody has answered
  await world.shot(buyer, 'taken-back');
  await world.shot(agent, 'taken-back');
  await clean(buyer.frame, agent.page);

  await agent.press('重新编辑', line);
  assert.equal(await agent.composer.inputValue(), '成本才 5 元，马上退');
  await agent.say('您好，马上为您退款');
  await buyer.bubble('您好，马上为您退款').waitFor();
  await buyer.reload();
  await buyer.bubble('您好，马上为您退款').waitFor();
  await buyer.frame.getByText('陈思远撤回了一条消息').waitFor();
  assert.equal(await buyer.frame.locator('.bubble').filter({ hasNotText: /./ }).count(), 0, 'no empty bubble');
  assert.deepEqual(await told(buyer), ['', '您好，马上为您退款']);
  await world.shot(buyer, 'after-reload');
});

story('a draft follows its author over a reload and into another browser', async (world) => {
  const { buyer, agent, conversation } = await both(world, '订单丢了');
  const saved = agent.page.waitForResponse((r) => r.url().endsWith('/draft') && r.request().method() === 'PUT');
  await agent.composer.pressSequentially('您好，我先');
  await saved;
  await agent.page.reload();
  await agent.composer.waitFor();
  assert.equal(await agent.composer.inputValue(), '您好，我先');

  const other = await Agent.signedIn(world, 'chen');
  await other.open(conversation);
  await other.page.waitForFunction(() => document.querySelector('.composer textarea').value === '您好，我先');
  const zhou = await Agent.signedIn(world, 'zhou');
  await zhou.open(conversation);
  await zhou.page.waitForTimeout(500);
  assert.equal(await zhou.composer.inputValue(), '', 'it is nobody else’s');

  await other.composer.press('End');
  await other.composer.pressSequentially('查一下物流');
  await other.send();
  await buyer.bubble('您好，我先查一下物流').waitFor();
  await agent.page.waitForFunction(() => document.querySelector('.composer textarea').value === '');
});

story('what is written for later can be changed and cancelled, goes at its time, and waits when the buyer writes', async (world) => {
  const { buyer, agent, conversation } = await both(world, '明天能到吗', desktop);
  await agent.say('我查一下');
  await buyer.bubble('我查一下').waitFor();
  await agent.composer.fill('包裹到了请告诉我们');
  await agent.page.getByRole('button', { name: '定时发送' }).click();
  await agent.dialog.getByRole('button', { name: '1 小时后' }).click();
  await world.shot(agent, 'later-dialog');
  await clean(agent.page);
  await agent.press('定时发送', agent.dialog);
  const list = agent.page.getByRole('list', { name: '定时消息' });
  await list.getByText('包裹到了请告诉我们').waitFor();
  assert.equal(await agent.composer.inputValue(), '');
  await agent.dialog.waitFor({ state: 'detached' });
  await world.shot(agent, 'later');
  await clean(agent.page);

  await agent.press('取消', list);
  await agent.page.getByRole('button', { name: '取消发送' }).click();
  await list.waitFor({ state: 'detached' });

  const soon = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
  const later = (text, seconds) => agent.api('POST', `/api/conversations/${conversation}/later`, { text, send_at: soon(seconds) });
  await later('您的包裹今天送达', 3);
  await list.getByText('您的包裹今天送达').waitFor();
  await buyer.bubble('您的包裹今天送达').waitFor();
  await agent.bubble('您的包裹今天送达').waitFor();
  await list.waitFor({ state: 'detached' });

  await later('请留意电话', 4);
  await buyer.say('地址换了');
  await list.getByText('已暂停').waitFor();
  await world.shot(agent, 'paused');
  await clean(agent.page);
  await agent.press('立即发送', list);
  await buyer.bubble('请留意电话').waitFor();
  assert.deepEqual(await told(buyer), ['我查一下', '您的包裹今天送达', '请留意电话']);
});

story('a picture is pasted or dropped into the answer', async (world) => {
  const { buyer, agent } = await both(world, '说明书发我一下', desktop);
  const picture = [...(await readFile(await photo(world, agent.person, { width: 320, height: 240 })))];
  await agent.composer.evaluate(give, { picture, type: 'paste', field: 'clipboardData', name: '截图.jpg' });
  await agent.composer.evaluate(give, { picture, type: 'drop', field: 'dataTransfer', name: '说明书.jpg' });
  await agent.page.locator('.attachment-there').nth(1).waitFor();
  await world.shot(agent, 'pictures');
  await clean(agent.page);
  await agent.page.getByRole('button', { name: '表情' }).click();
  await agent.page.getByRole('button', { name: '🙏' }).click();
  assert.equal(await agent.composer.inputValue(), '🙏');
  await agent.send();
  await buyer.frame.locator('.row:not(.own) .picture').nth(1).waitFor();
  await buyer.bubble('🙏').waitFor();
  await world.shot(buyer, 'pictures');
});

// give hands a picture to a field as the clipboard or the hand with a file does.
function give(node, { picture, type, field, name }) {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(picture)], name, { type: 'image/jpeg' }));
  const Kind = type === 'paste' ? ClipboardEvent : DragEvent;
  node.dispatchEvent(new Kind(type, { [field]: files, bubbles: true, cancelable: true }));
}
