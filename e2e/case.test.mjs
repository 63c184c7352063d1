// A bad case walks every stage between a buyer, an agent and a supervisor; two cases turn out to be one.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const words = '电饭煲插上电就跳闸，第三次找你们了';
const wrong = '是换新，不是维修';
const offer = '今天补发一台新的电饭煲，旧的由快递上门取走';
const deed = '寄出新的电饭煲并给出单号';
const facts = { scenario: 'quality.malfunction', severity: 'high', demands: ['exchange'], order_no: '6937021846473', summary: '电饭煲通电跳闸' };

story('a bad case walks every stage, is handed up, closed, and opened again by its buyer', async (world) => {
  const [buyer, agent, supervisor] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world), Agent.signedIn(world, 'zhou')]);
  const conversation = await begins(buyer, agent);
  await understands(world, buyer, agent);
  await offers(world, buyer, agent);
  await handsUp(world, agent, supervisor, conversation);
  await closes(world, buyer, supervisor);
  await opensAgain(world, buyer, supervisor, conversation);
});

async function begins(buyer, agent) {
  await buyer.say(words);
  await buyer.delivered(words);
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.api('POST', `/api/conversations/${conversation}/cases`, facts);
  await stands(agent, '已受理');
  await agent.panel.getByText('先回复买家').waitFor(); // nothing goes on before that
  await agent.say('非常抱歉，我马上核实。');
  await stands(agent, '已回应');
  return conversation;
}

// stands waits until the case is at a stage.
async function stands(agent, stage) {
  await agent.panel.locator('.stages-words b', { hasText: stage }).waitFor();
}

// The buyer corrects what was understood, and confirms it the second time.
async function understands(world, buyer, agent) {
  const card = buyer.frame.locator('.card.restatement');
  await agent.press('发出复述确认', agent.panel);
  assert.match(await agent.dialog.getByLabel('我们的理解').inputValue(), /6937021846473.*跳闸.*换货/);
  await agent.press('发给买家确认', agent.dialog);
  await agent.dialog.waitFor({ state: 'detached' });
  await card.getByText('您希望：换货').waitFor();
  await world.shot(buyer, '1-restated');
  assert.deepEqual(await barriers(buyer.frame), []);
  await card.getByRole('button', { name: '不完全对' }).click();
  await card.getByLabel('哪里不对').fill(wrong);
  await card.getByRole('button', { name: '告诉客服' }).click();
  await card.getByText(wrong).waitFor();
  await agent.panel.getByText(`买家更正：${wrong}`).waitFor();
  await world.shot(agent, '1-corrected');
  await agent.press('重新复述', agent.panel);
  await agent.dialog.getByLabel('我们的理解').fill('电饭煲通电就跳闸，您希望换一台新的，不要维修。');
  await agent.press('发给买家确认', agent.dialog);
  await card.getByRole('button', { name: '对', exact: true }).click();
  await card.getByText('谢谢您的确认').waitFor();
  await stands(agent, '已了解');
  await agent.panel.getByText('买家已确认', { exact: true }).waitFor();
}

// An offer, which the buyer accepts in words of their own.
async function offers(world, buyer, agent) {
  await agent.press('开始核实', agent.panel);
  await stands(agent, '核实中');
  await agent.press('提出方案', agent.panel);
  await agent.dialog.getByLabel('方案内容').fill(offer);
  await agent.press('记下方案', agent.dialog);
  await buyer.bubble(offer).waitFor();
  await buyer.say('可以，就这样');
  await agent.bubble('可以，就这样').waitFor();
  await agent.panel.locator('.next').getByRole('button', { name: '买家已同意' }).click();
  await agent.press('记下同意', agent.dialog);
  await agent.dialog.getByText('请选一条消息，或写明怎么同意的。').waitFor();
  await agent.dialog.getByLabel('买家的消息').click();
  await agent.page.locator('.ant-select-item-option', { hasText: '可以，就这样' }).click();
  await agent.press('记下同意', agent.dialog);
  await stands(agent, '已达成一致');
  await agent.press('做出承诺', agent.panel);
  await agent.dialog.getByLabel('承诺做什么').fill(deed);
  await agent.dialog.getByRole('button', { name: '2 小时内' }).click();
  await agent.press('承诺并告知买家', agent.dialog);
  await stands(agent, '执行中');
  await buyer.commitment(deed).waitFor();
  await world.shot(agent, '2-fulfilling');
  assert.deepEqual(await barriers(agent.page), []);
}

// The supervisor hears of it at once, and is accountable from the moment of accepting.
async function handsUp(world, agent, supervisor, conversation) {
  await agent.press('升级', agent.panel);
  await agent.press('升级', agent.dialog);
  await agent.dialog.getByText('请选择原因。').waitFor();
  await agent.dialog.getByRole('button', { name: '买家要求' }).click();
  await agent.dialog.getByLabel('补充说明').fill('买家要求主管亲自跟进');
  await world.shot(agent, '3-escalating');
  await agent.press('升级', agent.dialog);
  await agent.panel.getByText('已升级 · 买家要求 · 等 主管 接手').waitFor();
  await supervisor.page.getByRole('button', { name: '通知，1 条未读' }).click();
  await world.shot(supervisor, '3-notice');
  await supervisor.page.locator('.notices .notice').first().click();
  await supervisor.press('接手', supervisor.panel);
  await supervisor.panel.locator('.people dd', { hasText: '周岚' }).waitFor();
  await agent.panel.getByText('周岚 已接手').waitFor();
  const { cases, commitments } = await supervisor.detail(conversation);
  assert.deepEqual([cases[0].owner.name, cases[0].first_contact.name, commitments[0].owner.name], ['周岚', '陈思远', '周岚']);
  await world.shot(supervisor, '4-accepted');
}

// The buyer answers in words, not on the card; the supervisor takes them as the answer.
async function closes(world, buyer, supervisor) {
  await supervisor.press('确认兑现', supervisor.panel);
  await supervisor.dialog.getByLabel('说明').fill('单号 SF1234567890');
  await supervisor.press('确认兑现', supervisor.dialog);
  await supervisor.dialog.waitFor({ state: 'detached' });
  await supervisor.panel.getByText('条件已具备').waitFor();
  await supervisor.panel.locator('.next').getByRole('button', { name: '请买家确认' }).click();
  await supervisor.dialog.getByLabel('处理结果').fill('新电饭煲已寄到，旧的已取走。');
  await supervisor.press('发送确认卡片', supervisor.dialog);
  await buyer.outcome.getByText('新电饭煲已寄到').waitFor();
  await buyer.say('收到了，好用，谢谢');
  await supervisor.page.locator('.message', { hasText: '收到了，好用，谢谢' }).getByRole('button', { name: '标为答复' }).click();
  await world.shot(supervisor, '5-marking');
  await supervisor.page.getByRole('menuitem', { name: '已解决' }).click();
  await stands(supervisor, '已办结');
  await buyer.outcome.getByText('您已确认解决').waitFor();
}

// One tap opens it again; a supervisor may close it for a reason that stays on record.
async function opensAgain(world, buyer, supervisor, conversation) {
  await world.shot(buyer, '6-closed');
  await buyer.outcome.getByRole('button', { name: '还有问题，请继续处理' }).click();
  await buyer.outcome.getByText('收到，还没有解决').waitFor();
  await stands(supervisor, '核实中');
  await supervisor.panel.locator('.flag', { hasText: '重新打开' }).waitFor();
  await supervisor.row(conversation).locator('.waiting').waitFor();
  await world.shot(supervisor, '6-reopened');
  await supervisor.press('说明原因办结', supervisor.panel);
  await supervisor.press('办结', supervisor.dialog);
  await supervisor.dialog.getByText('请写明。').waitFor();
  await supervisor.dialog.getByLabel('原因').fill('买家在电话里说按错了');
  await supervisor.press('办结', supervisor.dialog);
  await stands(supervisor, '已办结');
  await supervisor.panel.locator('.outcome-words', { hasText: '买家在电话里说按错了' }).waitFor();
  await supervisor.panel.locator('.timeline').getByText('说明原因办结').waitFor();
  const { cases } = await supervisor.detail(conversation);
  assert.equal(cases[0].closing.how, 'reason');
}

story('two cases of a buyer are merged and split again; a second tab is told that it is late', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  await buyer.say('两个杯子都碎了');
  await buyer.delivered('两个杯子都碎了');
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.say('非常抱歉');
  const path = `/api/conversations/${conversation}/cases`;
  const first = await agent.api('POST', path, { ...facts, severity: 'normal', summary: '第一个杯子碎了' });
  const second = await agent.api('POST', path, { ...facts, severity: 'normal', summary: '第二个杯子碎了' });
  await agent.api('POST', `/api/cases/${second.id}/commitments`, { text: '补发杯子', due_at: new Date(Date.now() + 3_600_000).toISOString() });
  await agent.panel.getByText(`客诉单 ${second.number}`).waitFor();

  await agent.press('合并…', agent.panel);
  await agent.dialog.getByLabel('并入').click();
  await agent.page.locator('.ant-select-item-option', { hasText: first.number }).click();
  await agent.press('合并', agent.dialog);
  await agent.panel.getByText(`已并入客诉单 ${first.number}`).waitFor();
  await world.shot(agent, 'merged');
  const merged = await agent.detail(conversation);
  assert.deepEqual(merged.commitments.map((each) => each.case_id), [first.id]);
  await agent.press('撤销合并', agent.panel);
  await agent.panel.getByRole('button', { name: '撤销合并' }).waitFor({ state: 'detached' });
  const split = await agent.detail(conversation);
  assert.deepEqual(split.commitments.map((each) => each.case_id), [second.id]);

  await handsOver(world, agent, second);
});

// What was typed in a dialog stays when somebody else was faster.
async function handsOver(world, agent, { id }) {
  agent.person.allow(/console: Failed to load resource: .* 409 .*\/hand-over\)/);
  await agent.press('交接负责人', agent.panel);
  await agent.dialog.getByLabel('交给').click();
  await agent.page.locator('.ant-select-item-option').first().click();
  await agent.dialog.getByLabel('交接原因').fill('我下班了');
  const { case: now } = await agent.api('GET', `/api/cases/${id}`);
  await agent.api('PATCH', `/api/cases/${id}`, { ...facts, severity: 'normal', summary: '同事补充了经过', version: now.version });
  await agent.press('确认交接', agent.dialog);
  const owner = agent.panel.locator('.people dd').first();
  await Promise.race([agent.dialog.waitFor({ state: 'detached' }), agent.dialog.getByRole('alert').waitFor()]);
  if (await agent.dialog.isVisible()) {
    assert.equal(await agent.dialog.getByLabel('交接原因').inputValue(), '我下班了');
    await agent.press('确认交接', agent.dialog);
    await agent.dialog.waitFor({ state: 'detached' });
  }
  await owner.filter({ hasNotText: '陈思远' }).waitFor();
  await world.shot(agent, 'handed-over');
}
