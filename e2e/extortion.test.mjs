// Money is asked for under the threat of a bad review: what can be seen, where we stand, what is kept, and the pack
// that a platform gets, whose sums anybody can make again.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Administrator } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { Buyer } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { story } from './lib/story.mjs';
import { unzip } from './lib/zip.mjs';

const wide = { viewport: { width: 1440, height: 1000 } };
const order = '6920001110066';
const facts = { scenario: 'quality.damaged', severity: 'normal', demands: ['exchange'], order_no: order, summary: '马克杯碎了一角' };
const known = { quality: 'yes', damage_share: '40', usable: 'no', covered: 'no', same_model: 'yes', contacts: '1', staff_conduct: 'fine' };
const day = (n) => new Date(Date.now() - n * 86_400_000).toISOString();
const sum = (text) => createHash('sha256').update(text).digest('hex');

story('an agent stands firm, and the pack of the appeal can be checked', async (world) => {
  const [buyer, admin, chen] = await Promise.all([Buyer.visiting(world), Administrator.signedIn(world), Agent.signedIn(world, 'chen', wide)]);
  await sold(admin);
  await says(buyer, '杯子碎了一角，我打过12315问了');
  const conversation = await buyer.conversation();
  await chen.open(conversation);
  const made = await chen.api('POST', `/api/conversations/${conversation}/cases`, facts);
  const { version } = (await chen.detail(conversation)).cases[0];
  await chen.api('POST', `/api/cases/${made.id}/option-cards`, { version, picks: [{ remedy: 'exchange', text: '今天寄一只新的' }, { remedy: 'return_refund', fen: 6800, text: '旧的寄回，今天退款' }], facts: known });
  await chen.panel.getByText('等买家选').waitFor();
  const part = chen.panel.getByRole('region', { name: '超出合理范围的诉求' });
  assert.equal(await part.count(), 0, 'who asks an authority does nothing that is seen here');

  const threat = '赔我500元，不然给你差评，电话13812345678';
  await says(buyer, threat);
  await part.getByText('以差评或曝光为条件要钱').waitFor();
  await part.getByText('要的超过政策和法律给的').waitFor();
  assert.equal(await part.getByRole('button', { name: `“${threat}”` }).count(), 2, 'each with the words as they were said');
  await part.scrollIntoViewIfNeeded();
  await world.shot(chen, '1-seen');
  assert.deepEqual(await barriers(chen.page), []);

  await part.getByRole('button', { name: '坚持立场' }).click();
  await chen.dialog.getByRole('button', { name: '开始', exact: true }).click();
  await part.getByText('已留存 1 条消息').waitFor();
  const tab = await chen.tab(`/c/${conversation}`);
  await tab.panel.getByText('已留存 1 条消息').waitFor();

  await part.getByRole('button', { name: '说明立场' }).click();
  await world.shot(chen, '2-position');
  await chen.dialog.getByRole('button', { name: /最多能给到/ }).click();
  await chen.dialog.getByRole('button', { name: '发给买家' }).click();
  await buyer.frame.getByText(/最多能给到/).waitFor();
  await part.getByRole('button', { name: '最后答复' }).click();
  await chen.dialog.getByRole('button', { name: '发给买家' }).click();
  await buyer.frame.getByText(/这是我们对这件事的最后答复/).waitFor();
  await tab.panel.getByText('已留存 3 条消息').waitFor();

  await says(buyer, '不行，就要赔500');
  await part.getByText('最后答复之后又提').waitFor();
  await part.getByText('已留存 4 条消息').waitFor();
  await part.getByRole('button', { name: '查看' }).click();
  await part.locator('.stance-steps').scrollIntoViewIfNeeded();
  await world.shot(chen, '3-kept');

  checks(await takes(world, chen, part), threat);
  await tab.panel.locator('.stance-steps', { hasText: '导出申诉包' }).waitFor();

  await part.getByRole('button', { name: '结束', exact: true }).click();
  await chen.dialog.getByLabel('交平台判定').check();
  await chen.dialog.getByLabel('怎么谈的').fill('买家不接受，等平台判定');
  await chen.dialog.getByRole('button', { name: '结束', exact: true }).click();
  await part.locator('.stance-state', { hasText: '交平台判定' }).waitFor();
  await tab.panel.locator('.stance-state', { hasText: '交平台判定' }).waitFor();
  await world.shot(chen, '4-ended');
});

async function says(buyer, text) {
  await buyer.say(text);
  await buyer.delivered(text);
}

// takes downloads the pack and opens it as a platform would: unpacked, in a browser of its own.
async function takes(world, chen, part) {
  const [download] = await Promise.all([chen.page.waitForEvent('download'), part.getByRole('button', { name: '导出申诉包' }).click()]);
  assert.match(download.suggestedFilename(), /^申诉包 .+\.zip$/);
  await chen.page.getByText('申诉包已导出').waitFor();
  const files = unzip(await readFile(await download.path()));
  const home = await mkdtemp(join(tmpdir(), 'appeal-'));
  for (const [name, content] of files) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    await writeFile(join(home, name), content);
  }
  const { page } = await world.person('the platform', wide);
  await page.goto(pathToFileURL(join(home, '申诉说明.html')).href);
  await page.getByText('“赔我500元，不然给你差评，电话138****5678”').first().waitFor();
  await world.shot({ name: 'platform', page }, '5-statement');
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByText('under the threat of a bad review').first().waitFor();
  await world.shot({ name: 'platform', page }, '6-in-english');
  await page.getByRole('link', { name: '报告.html' }).click();
  await page.getByRole('heading', { name: '证据报告' }).waitFor();
  return files;
}

// checks makes every sum again.
function checks(files, threat) {
  for (const name of ['申诉说明.html', '申诉说明 (English).html', '留存消息.jsonl', '报告.html', '经过.csv', '聊天记录.html', '清单.csv']) assert.ok(files.has(name), name);
  const list = files.get('清单.csv').toString();
  for (const [name, content] of files) assert.ok(name === '清单.csv' || list.includes(sum(content)), `the list has the sum of ${name}`);
  let chain = '';
  const lines = files.get('留存消息.jsonl').toString().trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, 4);
  for (const m of lines) {
    const record = ['anxin-message/1', m.conversation_id, m.seq, m.message_id, m.sender_kind, m.sender_id, m.at, m.text_sha256, ...m.files.map((each) => each.sha256)].join('\n');
    assert.equal(sum(record), m.sha256);
    chain = sum(`${chain}\n${m.sha256}`);
    assert.equal(chain, m.chain);
    if (!m.masked) assert.equal(sum(m.text), m.text_sha256);
  }
  const statement = files.get('申诉说明.html').toString();
  assert.equal(lines[0].text_sha256, sum(threat), 'the sum is of the words as they were said');
  assert.ok(lines[0].masked && !statement.includes('13812345678'));
  assert.match(statement, /全部加起来最多 \d+/);
  for (const words of ['不行，就要赔500', '最多能给到', '这是我们对这件事的最后答复', '没有证据文件']) assert.ok(statement.includes(words), words);
}

// sold is a cup that was signed for two days ago.
async function sold(admin) {
  const { items } = await admin.api('GET', '/api/shops');
  await admin.api('PUT', `/api/orders/numbered/${order}`, { shop_id: items.find((each) => each.key === 'demo').id, platform: 'taobao', status_words: '已签收', nick: 'tb小周',
    placed_at: day(5), shipped_at: day(4), received_at: day(2), paid: 6800, freight: 600, items: [{ code: 'CUP-1', title: '马克杯', quantity: 1, price: 6800 }] });
}
