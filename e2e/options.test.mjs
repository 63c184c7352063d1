// What may be offered is worked out from what the buyer wants, sent as a card, chosen with one tap on a phone, and
// claimed once.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';

const wide = { viewport: { width: 1440, height: 900 } };
const facts = { scenario: 'quality.damaged', severity: 'normal', demands: ['exchange'], order_no: '', summary: '马克杯到手就碎了一角，要换一只' };
const answers = { quality: 'yes', usable: 'no', paid: '¥68', freight_paid: '¥8', signed_days: '2', damage_share: '40', covered: 'no', contacts: '1' };

story('a buyer on a phone chooses what they were offered, and the claim is made once', async (world) => {
  const [buyer, chen] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world, 'chen', wide)]);
  await buyer.say('杯子碎了，给我换一个');
  await buyer.delivered('杯子碎了，给我换一个');
  const conversation = await buyer.conversation();
  await chen.open(conversation);
  const made = await chen.api('POST', `/api/conversations/${conversation}/cases`, facts);
  const part = chen.panel.getByRole('region', { name: '解决方案' });
  await part.getByText('还没有给买家方案').waitFor();
  await looks(world, chen, part);
  await sends(world, chen, part);

  const card = buyer.frame.locator('.card.options');
  await card.getByRole('button', { name: /退货退款 68元/ }).waitFor();
  await world.shot(buyer, '3-card');
  assert.deepEqual(await barriers(buyer.frame), []);
  const tab = await chen.tab(`/c/${conversation}`);
  await tab.panel.getByText('等买家选').waitFor();
  await card.getByRole('button', { name: /换一件新的/ }).click();
  await card.getByText('选好了').waitFor();
  await world.shot(buyer, '4-chosen');

  // Both tabs of the agent see it; the work that follows is filled in.
  await part.getByText('买家已选定').waitFor();
  await tab.panel.getByText('买家已选定').waitFor();
  const detail = await chen.detail(conversation);
  assert.equal(detail.cases[0].stage, 'agreed');
  await part.getByRole('button', { name: '派给部门：换一件新的' }).waitFor();
  await part.scrollIntoViewIfNeeded();
  await world.shot(chen, '5-chosen');

  // The buyer thinks again: another card, another tap, and the claim with two presses at once.
  const { version } = await chen.api('GET', `/api/cases/${made.id}`);
  await chen.api('POST', `/api/cases/${made.id}/option-cards`, { version, picks: [{ remedy: 'return_refund', fen: 6800, text: '今天就给您退' }], facts: { ...answers, same_model: 'yes' } });
  await buyer.frame.locator('.card.options', { hasText: '这里的方案已经更新' }).waitFor();
  const fresh = buyer.frame.locator('.card.options').last();
  await fresh.getByRole('button', { name: /退货退款 68元/ }).click();
  await part.getByRole('button', { name: '申请补偿 ¥68' }).waitFor();
  await tab.panel.getByRole('button', { name: '申请补偿 ¥68' }).waitFor();
  await Promise.all([part.getByRole('button', { name: '申请补偿 ¥68' }).click(), tab.panel.getByRole('button', { name: '申请补偿 ¥68' }).click()]);
  await part.getByText('补偿已申请：退货退款 68元').waitFor();
  const claims = await chen.api('GET', `/api/cases/${made.id}/compensations`);
  assert.deepEqual(claims.items.map((each) => [each.remedy, each.amount_fen, each.state]), [['partial_refund', 6800, 'waiting']]);
  await world.shot(chen, '6-claimed');
});

// looks finds out what is asked for, until the exchange may be offered.
async function looks(world, chen, part) {
  await chen.press('看能给什么', part);
  await part.getByRole('group', { name: '问清这些，方案更准' }).waitFor();
  for (let i = 0; i < 12; i += 1) {
    const more = part.getByRole('button', { name: /还有 \d+ 个可问/ });
    if (await more.isVisible()) await more.click();
    const open = await part.locator('.option-asks').count();
    if (open === 0) break;
    await answersOne(part);
  }
  await part.locator('.option-main', { hasText: '换货' }).waitFor();
  await part.locator('.option-main').scrollIntoViewIfNeeded();
  await world.shot(chen, '1-found');
  assert.deepEqual(await barriers(chen.page), []);
}

const yesNo = [['是不是质量问题', '是'], ['还能正常使用吗', '否'], ['同型号可以换', '是'], ['三包目录', '否']];
const typed = [['实付多少元', '68'], ['百分之几', '40']];

// answersOne answers the first question that is known here.
async function answersOne(part) {
  for (const [words, answer] of yesNo) {
    const row = part.locator('.option-yesno', { hasText: words });
    if (await row.count()) {
      await row.getByRole('button', { name: answer, exact: true }).click();
      await row.waitFor({ state: 'detached' });
      return;
    }
  }
  for (const [words, answer] of typed) {
    const field = part.getByLabel(new RegExp(words));
    if (await field.count()) {
      await field.fill(answer);
      await field.press('Enter');
      await field.waitFor({ state: 'detached' });
      return;
    }
  }
  const day = part.getByLabel(/哪天签收/);
  await day.fill(new Date(Date.now() - 2 * 86400_000).toISOString().slice(0, 10));
  await day.waitFor({ state: 'detached' });
}

// sends writes the card and sends it.
async function sends(world, chen, part) {
  await part.getByRole('button', { name: /^发给买家/ }).click();
  const dialog = chen.page.getByRole('dialog', { name: '发给买家的方案' });
  await dialog.getByLabel('说明：换货').fill('今天给您寄一只新的，旧的不着急，快递上门取');
  await world.shot(chen, '2-sheet');
  await dialog.getByRole('button', { name: '发给买家', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await part.getByText('等买家选').waitFor();
}
