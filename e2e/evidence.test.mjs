// A broken lamp: the buyer shows three photos on a phone, one of them over a line that breaks; the agent sees them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

import { Agent } from './lib/agent.mjs';
import { Buyer, phone } from './lib/buyer.mjs';
import { barriers } from './lib/look.mjs';
import { lineCut } from './lib/person.mjs';
import { story } from './lib/story.mjs';

const words = '台灯收到就碎了，底座裂开一条缝';
const facts = { scenario: 'quality.damaged', severity: 'normal', demands: ['exchange'], order_no: '6937021846473', summary: '底座开裂' };

story('a buyer shows photos on a phone, over a line that breaks, and the agent sees them side by side', async (world) => {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world), Agent.signedIn(world)]);
  const shots = await photos(world, buyer.person);
  const { id } = await registered(buyer, agent, shots.chat);
  await takes(world, agent);
  const page = await asks(world, buyer, agent);
  await gives(world, page, shots);
  await sees(world, agent, id, shots);
  await judges(world, agent, id);
  await handsOut(world, agent, shots);
  const supervisor = await Agent.signedIn(world, 'zhou');
  await counts(world, supervisor);
  await keepsPapers(world, supervisor, agent);
  await showsWhatLeft(world, supervisor, agent, shots);
});

// registered is a case of a buyer who has written, with a photo in the chat.
async function registered(buyer, agent, shot) {
  await buyer.say(words);
  await buyer.delivered(words);
  await buyer.files.setInputFiles(shot);
  await buyer.frame.locator('.bar .send:not(.busy):enabled').click();
  await buyer.frame.locator('.thread img').first().waitFor();
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  await agent.say('非常抱歉，我来跟进到底。');
  const { id } = await agent.api('POST', `/api/conversations/${conversation}/cases`, facts);
  return { id };
}

// A photo of the chat becomes evidence with one tap.
async function takes(world, agent) {
  const part = agent.panel.getByRole('region', { name: '证据' });
  await part.getByText('必备材料还差 2 样').waitFor();
  await agent.page.getByRole('button', { name: '取为证据' }).click();
  await agent.page.getByText('已取为证据').waitFor();
  await part.locator('.evidence-thumb img').waitFor();
}

// The agent asks for what is missing; the card leads to the page.
async function asks(world, buyer, agent) {
  await agent.panel.locator('.evidence-acts').getByRole('button', { name: '请买家补' }).click();
  await agent.dialog.getByLabel('还要别的').fill('灯罩的特写');
  await world.shot(agent, '1-ask');
  await agent.dialog.getByRole('button', { name: '发送卡片' }).click();
  await agent.dialog.waitFor({ state: 'detached' });
  const card = buyer.frame.locator('.card', { hasText: '请补充材料' });
  await card.waitFor();
  await world.shot(buyer, '1-card');
  const address = await card.getByRole('link', { name: '拍照或上传' }).getAttribute('href');
  const { page, context } = await world.person('phone', phone);
  world.people.at(-1).allow(lineCut);
  await page.goto(address);
  await page.getByRole('heading', { name: '商品破损处照片，至少三个角度' }).waitFor();
  assert.deepEqual(await barriers(page), []);
  await world.shot({ name: 'phone', page }, '2-begin');
  return Object.assign(page, { context: () => context });
}

async function gives(world, page, shots) {
  const piece = (name) => page.getByRole('region', { name });
  const album = (name) => piece(name).getByLabel('从相册选').last();
  await album('外箱照片').setInputFiles(shots.html);
  await piece('外箱照片').getByRole('alert').getByText('不是照片、视频或 PDF').waitFor();
  await piece('外箱照片').getByRole('button', { name: /不传/ }).click();

  // The line of a lift: slow, and then gone for a while, twice.
  const line = await page.context().newCDPSession(page);
  const slow = (offline) => line.send('Network.emulateNetworkConditions', { offline, latency: 20, downloadThroughput: 2e6, uploadThroughput: 700_000 });
  await slow(false);
  await album('商品破损处照片').setInputFiles([shots.large, shots.second]);
  await page.locator('.giving-file.sending').first().waitFor();
  await pause(1500);
  await slow(true);
  await page.getByText('网络断了，等待续传').first().waitFor();
  await world.shot({ name: 'phone', page }, '3-cut');
  await slow(false);
  await page.locator('.giving-file.sending').first().waitFor();
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await piece('商品破损处照片').getByText('已收到 2 件').waitFor();
  await album('外箱照片').setInputFiles(shots.box);
  await piece('外箱照片').getByText('已收到 1 件').waitFor();
  await page.getByText('还差 2 样').waitFor();
  await album('面单照片').setInputFiles(shots.box);
  await album('灯罩的特写').setInputFiles(shots.shade);
  await page.getByText('都收到了，谢谢您').waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the phone');
  await world.shot({ name: 'phone', page }, '4-given');
  await page.reload();
  await page.locator('.giving-file.done img').first().waitFor();
}

async function sees(world, agent, id, shots) {
  const part = agent.panel.getByRole('region', { name: '证据' });
  await part.getByText('必备材料已齐').waitFor();
  await part.scrollIntoViewIfNeeded();
  await world.shot(agent, '5-section');
  const { items } = await agent.api('GET', `/api/cases/${id}/evidence`);
  const sums = items.map(({ sha256 }) => sha256);
  for (const each of [shots.large, shots.second, shots.box, shots.shade]) {
    const sum = createHash('sha256').update(await readFile(each)).digest('hex');
    assert.equal(sums.filter((one) => one === sum).length, 1, `${each} is there once, as it was`);
  }
  await part.locator('.evidence-thumb').nth(1).click();
  await agent.dialog.locator('.evidence-picture img').first().waitFor();
  await agent.dialog.getByRole('button', { name: '放大' }).first().click();
  await agent.dialog.getByText('150%').waitFor();
  await agent.dialog.getByRole('button', { name: '经手记录' }).click();
  await agent.dialog.getByText('买家 提交').waitFor();
  await world.shot(agent, '6-view');
  await agent.dialog.getByLabel('对照').click();
  await agent.page.locator('.ant-select-item-option', { hasText: '商品页参数' }).click();
  await agent.dialog.getByRole('region', { name: '商品页参数' }).waitFor();
  await world.shot(agent, '6-goods');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.page.keyboard.press('Escape');
  await agent.dialog.waitFor({ state: 'detached' });
}

// The agent says who is responsible and why, and changes it when somebody else was faster. Something else went wrong too.
async function judges(world, agent, id) {
  agent.person.allow(/console: Failed to load resource: .* 409 .*\/liability\)/);
  const part = agent.panel.getByRole('region', { name: '责任判定' });
  await part.getByText('这类投诉常见的责任方：商品、仓库、承运商').waitFor();
  await part.getByRole('button', { name: '判定' }).click();
  await agent.dialog.getByRole('radio', { name: /承运商/ }).check();
  await agent.dialog.getByLabel('依据').fill('外箱有明显压痕，出库照片完好');
  await agent.dialog.getByRole('button', { name: '证据 2' }).click();
  await world.shot(agent, '7-decide');
  assert.deepEqual(await barriers(agent.page), []);
  await agent.dialog.getByRole('button', { name: '保存判定' }).click();
  await agent.dialog.waitFor({ state: 'detached' });
  const one = part.locator('[data-issue="quality.damaged"]');
  await one.getByText('承运商', { exact: true }).waitFor();

  await one.getByRole('button', { name: /^改判/ }).click();
  await agent.api('PUT', `/api/cases/${id}/liability`, { n: 1, issue: 'quality.damaged', party: 'product', grounds: '底座太薄' });
  await agent.dialog.getByRole('radio', { name: /仓库/ }).check();
  await agent.dialog.getByRole('button', { name: '保存判定' }).click();
  await agent.dialog.getByText('刚刚被别人改过').waitFor();
  await agent.dialog.getByText('这个问题已判为商品').waitFor();
  await agent.dialog.getByRole('button', { name: '保存判定' }).click();
  await agent.dialog.waitFor({ state: 'detached' });
  await one.getByText('仓库', { exact: true }).waitFor();
  await part.getByRole('button', { name: '再判一个问题' }).click();
  await agent.dialog.getByLabel('哪个问题').fill('未按时');
  await agent.dialog.getByLabel('哪个问题').press('Enter');
  await agent.dialog.getByRole('radio', { name: /不可抗力/ }).check();
  await agent.dialog.getByLabel('依据').fill('暴雨停运两天');
  await agent.dialog.getByRole('button', { name: '保存判定' }).click();
  await agent.dialog.waitFor({ state: 'detached' });
  await part.getByRole('button', { name: /变更记录/ }).click();
  await part.scrollIntoViewIfNeeded();
  await world.shot(agent, '8-decided');
}

// The pack holds all of it, and that it left is in the log.
async function handsOut(world, agent, shots) {
  const part = agent.panel.getByRole('region', { name: '证据' });
  const [archive] = await Promise.all([agent.page.waitForEvent('download'), part.getByRole('button', { name: '导出举证包' }).click()]);
  assert.match(archive.suggestedFilename(), /^举证包 .+\.zip$/);
  await agent.page.getByText('举证包已导出').waitFor();
  const bytes = await readFile(await archive.path());
  assert.ok(bytes.length > (await readFile(shots.large)).length / 2, 'the originals are in it');
  const { page } = await world.person('platform');
  await page.setContent(inflateRawSync(bytes.subarray(30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28))).toString());
  await page.getByText('仓库').first().waitFor();
  await world.shot({ name: 'platform', page }, '9-report');
}

async function counts(world, supervisor) {
  await supervisor.page.getByRole('link', { name: '团队' }).click();
  await supervisor.page.getByRole('link', { name: '责任统计' }).click();
  await supervisor.page.locator('[data-party="warehouse"]').waitFor();
  await world.shot(supervisor, '10-counts');
  assert.deepEqual(await barriers(supervisor.page), []);
}

// The supervisor keeps a report; the agent finds it where the goods of the order are the same.
async function keepsPapers(world, supervisor, agent) {
  const { page } = supervisor;
  const file = join(world.server.data, '台灯检测报告.pdf');
  await writeFile(file, '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
  await page.getByRole('link', { name: '订单' }).click();
  await page.getByRole('button', { name: '资料库' }).click();
  await page.getByRole('button', { name: '添加资料' }).first().click();
  await supervisor.dialog.locator('input[type=file]').setInputFiles(file);
  const codes = supervisor.dialog.getByLabel('商品编码');
  await codes.fill('TD-2201');
  await codes.press('Enter');
  await supervisor.dialog.getByLabel('有效期至').fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
  await world.shot(supervisor, '11-paper');
  assert.deepEqual(await barriers(page), []);
  await supervisor.dialog.getByRole('button', { name: /保\s?存/ }).click();
  await supervisor.dialog.waitFor({ state: 'detached' });
  await page.locator('[data-paper="台灯检测报告"]').getByText('7 天内到期').waitFor();
  await world.shot(supervisor, '12-papers');
  const part = agent.panel.getByRole('region', { name: '可用的资料' });
  await part.getByRole('button', { name: '取为证据：台灯检测报告' }).click();
  await part.getByText(/^已是证据/).waitFor();
  await part.scrollIntoViewIfNeeded();
  await world.shot(agent, '13-taken');
}

// Photos of the warehouse come in an archive: two name the order, one does not, one is none. The agent holds one of
// them beside what the buyer shows.
async function showsWhatLeft(world, supervisor, agent, shots) {
  const { page } = supervisor;
  supervisor.person.allow(/status of 422/); // a number that is none
  const archive = join(world.server.data, '11月30日出库.zip');
  const whole = await readFile(shots.whole);
  await writeFile(archive, zipOf({ '6937021846473/正面.jpg': whole, '6937021846473-2.jpg': await readFile(shots.parcel), 'IMG_7.jpg': await readFile(shots.lamp), '说明.txt': Buffer.from('x') }));
  await page.getByRole('button', { name: '订单' }).click();
  await page.getByRole('button', { name: '导入订单' }).click();
  await page.getByRole('button', { name: '导入出库照片' }).click();
  const bring = page.getByRole('region', { name: '导入照片' });
  await bring.getByLabel('选照片或 zip').last().setInputFiles(archive);
  await bring.getByText('4 张处理完了').waitFor();
  await bring.getByText('不是照片').waitFor();
  await page.locator('[data-photo="IMG_7.jpg"] img').waitFor();
  await world.shot(supervisor, '14-outbound');
  await bring.getByLabel('选照片或 zip').last().setInputFiles(archive); // nothing is there twice
  await bring.getByText('已有 3').waitFor();
  const left = page.locator('[data-photo="IMG_7.jpg"]');
  await left.getByRole('textbox', { name: 'IMG_7.jpg 的订单号' }).fill('9999999999');
  await left.getByRole('button', { name: /匹\s?配/ }).click();
  await left.getByText('店里没有订单号或运单号是 9999999999 的订单').waitFor();
  assert.deepEqual(await barriers(page), []);
  await left.getByRole('textbox', { name: 'IMG_7.jpg 的订单号' }).fill('6937021846473');
  await left.getByRole('button', { name: /匹\s?配/ }).click();
  await page.getByText('没有待匹配的照片').waitFor();
  await page.getByText('已匹配', { exact: true }).click();
  await page.locator('[data-photo]').nth(2).waitFor();
  await world.shot(supervisor, '15-matched');
  const part = agent.panel.getByRole('region', { name: '出库照片' });
  await part.locator('img').nth(2).waitFor();
  await part.scrollIntoViewIfNeeded();
  await world.shot(agent, '16-left');
  await agent.panel.getByRole('region', { name: '证据' }).locator('.evidence-thumb').first().click();
  await agent.dialog.getByLabel('对照').click();
  await agent.page.locator('.ant-select-item-option', { hasText: '出库照片 1' }).click();
  await agent.dialog.locator('.evidence-picture').nth(1).waitFor();
  await world.shot(agent, '17-beside');
  await agent.page.keyboard.press('Escape');
  await part.getByRole('button', { name: '取为证据' }).click();
  await part.getByText(/^证据 \d/).nth(2).waitFor();
}

// zipOf packs files as most programs do.
function zipOf(files) {
  const parts = [];
  const list = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const [name, packed, head, entry] = [Buffer.from(path), deflateRawSync(content), Buffer.alloc(30), Buffer.alloc(46)];
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(0x800, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, name, packed);
    list.push(entry, name);
    at += 30 + name.length + packed.length;
  }
  const [end, entries] = [Buffer.alloc(22), Buffer.concat(list)];
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, entries, end]);
}

// photos are drawn in the browser: a lamp from several sides, one of them with so much grain that it takes a while.
async function photos(world, person) {
  const page = await person.context.newPage();
  const draw = async (name, options) => {
    const data = await page.evaluate(scene, options);
    const path = join(world.server.data, name);
    await writeFile(path, Buffer.from(data.split(',')[1], 'base64'));
    return path;
  };
  const html = join(world.server.data, 'page.html');
  await writeFile(html, '<script>alert(1)</script>');
  const all = {
    html,
    chat: await draw('聊天.jpg', { hue: 32, tilt: 0.1, grain: 6 }),
    large: await draw('IMG_2041.jpg', { hue: 28, tilt: -0.4, grain: 90, width: 3000, height: 2250 }),
    second: await draw('IMG_2042.jpg', { hue: 36, tilt: 0.5, grain: 8 }),
    box: await draw('IMG_2043.jpg', { hue: 22, tilt: 0, grain: 10, box: true }),
    shade: await draw('IMG_2044.jpg', { hue: 44, tilt: 1.3, grain: 5 }),
    whole: await draw('正面.jpg', { hue: 200, tilt: 0, grain: 4, whole: true }),
    parcel: await draw('包裹.jpg', { hue: 200, tilt: 0.2, grain: 4, box: true }),
    lamp: await draw('IMG_7.jpg', { hue: 200, tilt: -0.8, grain: 4, whole: true }),
  };
  await page.close();
  return all;
}

function scene({ hue, tilt, grain, box, whole, width = 1600, height = 1200 }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const c = canvas.getContext('2d');
  const ground = c.createRadialGradient(width * 0.4, height * 0.3, 10, width / 2, height / 2, width * 0.8);
  ground.addColorStop(0, `hsl(${hue} 38% 88%)`);
  ground.addColorStop(1, `hsl(${hue} 26% 58%)`);
  c.fillStyle = ground;
  c.fillRect(0, 0, width, height);
  c.translate(width / 2, height / 2);
  c.rotate(tilt);
  if (box) {
    c.fillStyle = '#b98a5a';
    c.fillRect(-width * 0.3, -height * 0.28, width * 0.6, height * 0.56);
    c.fillStyle = '#d9b98c';
    c.fillRect(-width * 0.3, -height * 0.04, width * 0.6, height * 0.08);
    c.fillStyle = '#fff';
    c.fillRect(width * 0.04, height * 0.08, width * 0.2, height * 0.15);
  } else {
    c.fillStyle = '#6f5340';
    c.fillRect(-width * 0.02, -height * 0.3, width * 0.04, height * 0.45);
    c.fillStyle = '#f4c37c';
    c.beginPath();
    for (const [x, y] of [[-0.16, -0.12], [-0.08, -0.4], [0.08, -0.4], [0.16, -0.12]]) c.lineTo(width * x, height * y);
    c.fill();
    c.fillStyle = '#8d6a50';
    c.beginPath();
    c.ellipse(0, height * 0.2, width * 0.22, height * 0.13, 0, 0, 7);
    c.fill();
    c.strokeStyle = '#20140c';
    c.lineWidth = width / 150;
    c.beginPath();
    for (const [x, y] of [[-0.08, 0.1], [-0.03, 0.16], [-0.05, 0.22], [0.02, 0.27], [0, 0.33]]) c.lineTo(width * x, height * y);
    if (!whole) c.stroke();
  }
  const pixels = c.getImageData(0, 0, width, height);
  for (let i = 0, seed = 7 + hue; i < pixels.data.length; i += 4) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const n = (seed / 2147483648 - 0.5) * grain;
    for (let k = 0; k < 3; k++) pixels.data[i + k] += n;
  }
  c.putImageData(pixels, 0, 0);
  return canvas.toDataURL('image/jpeg', 0.9);
}
