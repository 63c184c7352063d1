// The loop: a buyer writes, an agent takes it up, answers, opens a case, commits, keeps, asks,
// and the buyer has the last word. Once on a phone and once on a computer.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer, desktop, phone } from './lib/buyer.mjs';
import { photo, sparse } from './lib/files.mjs';
import { story } from './lib/story.mjs';

const words = '昨天收到的台灯，底座裂了';
const answer = '非常抱歉让您收到破损的台灯。\n我马上为您核实。';
const deed = '给出检测结论与处理方案';
const thanks = '好的，谢谢。这个周末家里来客人，希望能赶上。';
const missing = '新灯罩还没有收到';

for (const [where, screen] of Object.entries({ 'a phone': phone, 'a computer': desktop })) {
  story(`a complaint goes round with a buyer on ${where}`, async (world) => {
    const [buyer, agent] = await Promise.all([Buyer.visiting(world, screen), Agent.signedIn(world)]);
    const conversation = await complains(world, buyer, agent);
    await answers(world, buyer, agent, conversation);
    await opensCase(world, agent);
    await commits(world, buyer, agent);
    await keeps(buyer, agent);
    await asksTwice(world, buyer, agent, conversation);
    await bothAgree(buyer, agent, conversation);
  });
}

// 1 and 2: words, a photo and a file that is refused; they are in the queue within a second.
async function complains(world, buyer, agent) {
  await world.shot(buyer, '1-greeting');
  await buyer.composer.fill(words);
  await buyer.files.setInputFiles(await sparse(world, '录音.wav', 4000));
  await buyer.frame.getByText('录音.wav：暂不支持这种格式').first().waitFor();
  assert.equal(await buyer.composer.inputValue(), words, 'a refused file leaves the words alone');
  await world.shot(buyer, '2-refused-file');
  await buyer.frame.getByRole('button', { name: '移除 录音.wav' }).click();
  await buyer.files.setInputFiles(await photo(world, buyer.person));
  await buyer.frame.locator('.tile.done').waitFor();
  const conversation = await buyer.conversation();
  const row = agent.row(conversation);
  const seen = row.locator('.waiting').waitFor().then(() => performance.now());
  await buyer.composer.press('Enter');
  await buyer.delivered(words);
  const ticked = performance.now();
  const late = (await seen) - ticked;
  assert.ok(late < 1000, `in the queue ${Math.round(late)} ms after the buyer's tick`);
  await runs(row.locator('.waiting'));
  return conversation;
}

// runs waits until a clock shows another time than now.
async function runs(clock) {
  const before = await clock.innerText();
  await clock.filter({ hasNotText: before }).waitFor();
}

// 3: Enter of an input method does not send, Shift+Enter is a new line, Enter sends.
async function answers(world, buyer, agent, conversation) {
  await agent.open(conversation);
  await agent.bubble(words).waitFor();
  await agent.page.waitForFunction(() => [...document.querySelectorAll('.lines img')].some((img) => img.naturalWidth > 0));
  await agent.page.locator('.thread-clock .waiting').waitFor();
  await world.shot(agent, '3-opened');
  const [first, second] = answer.split('\n');
  await agent.composer.focus();
  const keyboard = await agent.person.context.newCDPSession(agent.page);
  await keyboard.send('Input.imeSetComposition', { text: 'feichang', selectionStart: 8, selectionEnd: 8 });
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
  assert.equal(await agent.composer.inputValue(), 'feichang', 'Enter while composing does not send');
  await keyboard.send('Input.insertText', { text: first });
  await agent.composer.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true });
  assert.equal(await agent.composer.inputValue(), first, 'nor does the last Enter of some input methods');
  await agent.composer.press('Shift+Enter');
  await agent.composer.pressSequentially(second);
  assert.equal(await agent.composer.inputValue(), answer);
  await agent.send();
  await buyer.bubble(answer).waitFor();
  await agent.row(conversation).locator('.waiting').waitFor({ state: 'detached' });
  await agent.page.locator('.thread-clock').waitFor({ state: 'detached' });
  await agent.page.locator('.thread-who', { hasText: '由我接待' }).waitFor();
  assert.equal((await agent.detail(conversation)).conversation.assignee.name, '陈思远');
}

// 4: a case with its facts.
async function opensCase(world, agent) {
  await agent.press('建单', agent.panel);
  await agent.panel.getByText('已按买家说的填好，请核对。').waitFor(); // the words tell what it is about
  await agent.panel.locator('.ant-select', { hasText: '商品破损/瑕疵' }).waitFor();
  await agent.panel.getByText('一般', { exact: true }).click();
  await agent.pick('买家诉求', '换货');
  await agent.page.keyboard.press('Escape');
  await agent.panel.getByRole('textbox', { name: '订单号' }).fill('6937021846473');
  await agent.panel.getByLabel('事情经过').fill('台灯底座开裂，买家要求换新。');
  await world.shot(agent, '4-case-form');
  await agent.press('建立客诉单');
  await agent.panel.getByText('已回应', { exact: true }).first().waitFor();
  await agent.page.locator('.event', { hasText: '已建客诉单' }).waitFor();
}

// 5: a commitment by a quick choice; the buyer watches its countdown and writes again.
async function commits(world, buyer, agent) {
  await agent.press('做出承诺', agent.panel);
  await agent.press('承诺并告知买家', agent.dialog);
  await agent.dialog.getByText('请写下要做的事。').waitFor();
  await agent.dialog.getByText('请选择时间。').waitFor();
  await agent.dialog.getByLabel('承诺做什么').fill(deed);
  await agent.dialog.getByRole('button', { name: '2 小时内' }).click();
  await world.shot(agent, '5-commitment-dialog');
  await agent.press('承诺并告知买家', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await agent.card(deed).waitFor();
  await buyer.commitment(deed).waitFor();
  await runs(buyer.commitment(deed).locator('.countdown b'));
  await runs(agent.panel.getByRole('timer'));
  await buyer.say(thanks);
  await agent.bubble(thanks).waitFor();
  await agent.page.locator('.thread-clock .waiting').waitFor();
  await buyer.frame.locator('.mark.read').last().waitFor();
  if (buyer.page.viewportSize().width === phone.viewport.width) {
    await world.picture(buyer, 'widget');
    await world.picture(agent, 'workspace');
  }
}

// 7: kept, on both screens.
async function keeps(buyer, agent) {
  await agent.panel.getByText('还有 1 条承诺没有了结').waitFor();
  await agent.press('确认兑现', agent.panel);
  await agent.press('确认兑现', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await agent.card(deed).getByText('已兑现').waitFor();
  await buyer.commitment(deed).getByText('已兑现').waitFor();
}

// 8: "not yet" with words; a new commitment; asked anew; "solved".
async function asksTwice(world, buyer, agent, conversation) {
  await asks(buyer, agent, '新台灯今天寄出，运费我们承担。');
  await world.shot(buyer, '7-asked');
  await buyer.frame.getByRole('button', { name: '还没有' }).click();
  await buyer.frame.getByLabel('还差什么').fill(missing);
  await buyer.frame.getByRole('button', { name: '告诉客服' }).click();
  await buyer.frame.getByText('收到，还没有解决').waitFor();
  await buyer.outcome.getByText(missing).waitFor(); // their words are not swallowed
  await agent.page.locator('.event', { hasText: missing }).waitFor();
  await agent.row(conversation).locator('.waiting').waitFor();
  await agent.panel.locator('.outcome-words', { hasText: missing }).waitFor();
  await world.shot(agent, '8-declined');

  await asks(buyer, agent, '灯罩已补发。');
  await agent.press('做出承诺', agent.panel);
  await agent.dialog.getByLabel('承诺做什么').fill('确认灯罩送到');
  await agent.dialog.getByRole('button', { name: '30 分钟内' }).click();
  await agent.press('承诺并告知买家', agent.dialog);
  await buyer.frame.getByText('这件事还在处理').waitFor(); // the question is withdrawn
  await agent.press('确认兑现', agent.panel);
  await agent.dialog.getByLabel('说明').fill('快递已签收');
  await agent.press('确认兑现', agent.dialog);
  await asks(buyer, agent, '灯罩已送到，台灯已换新。');
  await buyer.frame.getByRole('button', { name: '已解决' }).click();
  await buyer.frame.getByText('您已确认解决').waitFor();
  await world.shot(buyer, '9-solved');
}

async function asks(buyer, agent, text) {
  await agent.press('请买家确认', agent.panel);
  await agent.dialog.getByLabel('处理结果').fill(text);
  await agent.press('发送确认卡片', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await buyer.outcome.getByText(text).waitFor();
}

// Closed on both screens, and still so after a reload.
async function bothAgree(buyer, agent, conversation) {
  const closed = agent.panel.getByText('已办结', { exact: true }).first();
  await closed.waitFor();
  await Promise.all([agent.page.reload(), buyer.reload()]);
  await closed.waitFor();
  await agent.bubble(answer).waitFor();
  await buyer.frame.getByText('您已确认解决').waitFor();
  await buyer.bubble(answer).waitFor();
  const { cases } = await agent.detail(conversation);
  assert.deepEqual(cases.map((each) => [each.stage, each.outcome]), [['closed', 'confirmed']]);
}
