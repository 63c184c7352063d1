// The administrator opens another shop: hours, a stop, departments, words, and the chat on its pages.
import assert from 'node:assert/strict';

import { Administrator, choose, enter } from './lib/admin.mjs';
import { story } from './lib/story.mjs';

const conflict = /status of 409/;
const refused = /status of 422/;

// tab opens a part of a shop.
const tab = (admin, name) => admin.page.getByRole('tab', { name }).click();

// saved waits until the form of a part has nothing left to save.
async function saved(admin, form) {
  await admin.press('保存', form);
  await form.getByRole('button', { name: '撤销修改' }).waitFor({ state: 'detached' });
}

// nextYear is a date of next year, whose holidays may not be known yet.
const nextYear = (date) => `${new Date().getFullYear() + 1}-${date}`;

async function open(admin, name, key) {
  await admin.press('新建店铺');
  await admin.dialog.getByLabel('店铺名称').fill(name);
  await admin.dialog.getByLabel('店铺标识').fill(key);
  await admin.press('新建', admin.dialog);
}

story('another shop is set up with hours, a stop, departments and words', async (world) => {
  const admin = await Administrator.signedIn(world);
  const { page, main } = admin;
  const found = [];
  admin.person.allow(refused);
  await admin.settings('shops');
  found.push(...(await admin.look('shops')));
  await open(admin, '青禾茶铺', 'demo'); // taken
  await admin.dialog.getByText('已经').or(admin.dialog.locator('.field-error')).first().waitFor();
  assert.equal(await admin.dialog.getByLabel('店铺名称').inputValue(), '青禾茶铺');
  await admin.dialog.getByLabel('店铺标识').fill('qinghe');
  await admin.dialog.getByLabel('店铺标识').press('Enter');
  await main.getByRole('heading', { name: '青禾茶铺' }).waitFor();
  await main.getByText(`${world.server.url}/widget.js" data-shop="qinghe"`).waitFor();
  await admin.press('复制代码', main);
  await main.getByRole('button', { name: '已复制' }).waitFor();
  found.push(...(await admin.look('basics')));

  await tab(admin, '营业时间');
  const hours = main.getByRole('form', { name: '营业时间' });
  await hours.getByLabel('周一第 1 段结束').fill('12');
  await hours.getByRole('button', { name: '给周一加一段营业时间' }).click();
  await hours.getByLabel('周一第 2 段开始').fill('1130');
  await hours.locator('.field-error', { hasText: '重叠' }).waitFor();
  found.push(...(await admin.look('overlap')));
  await hours.getByLabel('周一第 2 段开始').fill('1330');
  await hours.getByLabel('周一第 2 段结束').fill('18');
  await hours.getByRole('button', { name: '把周一的时间套用到其他日子' }).click();
  await page.getByRole('menuitem', { name: '周一至周五' }).click();
  await hours.getByRole('button', { name: '删除周日第 1 段' }).click();
  await hours.getByText('按国家放假安排').click();
  await admin.press('添加特殊日期', hours);
  await admin.dialog.getByLabel(/^从/).fill(nextYear('02-04'));
  await admin.dialog.getByLabel(/^到/).fill(nextYear('02-13'));
  await admin.dialog.getByLabel('名称').fill('春节停业');
  await admin.dialog.getByText('共 10 天').waitFor();
  found.push(...(await admin.look('stop')));
  await admin.press('确定', admin.dialog);
  await admin.closed();
  await hours.getByText('春节停业').first().waitFor();
  await hours.getByLabel('换个时间看看').fill(`${nextYear('02-06')}T10:00`);
  await hours.getByText(/如果买家在.*2月6日.*10:00发来消息，应在.*2月1\d日.*09:03前得到人工回复/).waitFor();
  found.push(...(await admin.look('hours')));
  await saved(admin, hours);
  const made = (await admin.api('GET', '/api/shops')).items.find(({ key }) => key === 'qinghe');
  assert.deepEqual(made.hours.week.wed, [{ from: '09:00', to: '12:00' }, { from: '13:30', to: '18:00' }]);
  assert.equal(made.hours.exceptions.length, 10);
  assert.equal(made.hours.holidays, true);

  await tab(admin, '部门');
  for (const name of ['仓库', '财务']) {
    await admin.press('添加部门', main);
    const form = main.getByRole('form', { name: '添加部门' });
    await form.getByLabel('部门名称').fill(name);
    await admin.press('保存', form);
    await main.getByRole('form', { name }).waitFor();
  }
  const store = main.getByRole('form', { name: '财务' });
  await store.getByRole('button', { name: '删除周六第 1 段' }).click();
  found.push(...(await admin.look('departments')));
  await saved(admin, store);
  await main.getByText('有自己的营业时间').waitFor();

  await tab(admin, '时限');
  const limits = main.getByRole('form', { name: '时限' });
  await limits.getByLabel('无人确认时办结').fill('30');
  await admin.press('保存', limits);
  await limits.locator('.field-error').waitFor();
  found.push(...(await admin.look('limits')));
  await limits.getByLabel('无人确认时办结').fill('96');
  await limits.getByLabel('人工回复时限').fill('5');
  await limits.getByLabel('多少钱以内不用寄回').fill('20.5');
  await saved(admin, limits);

  await tab(admin, '自动回复');
  const texts = main.getByRole('form', { name: '自动回复' });
  await texts.getByLabel('店铺自己的说法').first().fill('茶友您好，');
  await texts.getByRole('button', { name: '客服称呼' }).first().click();
  await texts.getByText('茶友您好，小陈').waitFor();
  found.push(...(await admin.look('texts')));
  await saved(admin, texts);
  const { settings } = await admin.api('GET', `/api/shops/${made.id}`);
  assert.deepEqual([settings.response_target_minutes, settings.outcome_close_hours, settings.cheap_goods_fen, settings.texts.ack_open], [5, 96, 2050, '茶友您好，{agent}']);

  // Somebody works there, in a department, once they have chosen a password of their own.
  await tab(admin, '部门');
  await main.getByRole('form', { name: '财务' }).getByRole('button', { name: '查看部门成员' }).click();
  await page.getByText('没有找到成员').waitFor();
  await admin.press('添加成员', main.locator('.page-head'));
  await admin.dialog.getByLabel('姓名').fill('小禾');
  await admin.dialog.getByLabel('登录账号').fill('he');
  await admin.choose('店铺', '青禾茶铺');
  await admin.choose('角色', '客服');
  await admin.choose('部门', '财务');
  await admin.press('添加并生成密码', admin.dialog);
  await page.getByText('关闭后不会再显示').waitFor();
  const password = await admin.dialog.locator('.secret dd').nth(1).innerText();
  await admin.press('已转交，关闭', admin.dialog);
  await admin.closed();
  await admin.member('小禾').getByText('客服 · 青禾茶铺 · 财务').waitFor();
  const he = await enter(world, 'he', 'he', password);
  await he.page.getByText('小禾，欢迎').waitFor();
  await choose(he, 'tea for two or more');
  await he.page.locator('.top').getByText('青禾茶铺').waitFor();
  await page.reload();
  await admin.member('小禾').getByText('可登录').waitFor();
  assert.deepEqual(found, []);
});

story('the settings in the dark, in English, on a small screen', async (world) => {
  const admin = new Administrator(world, await world.person('admin', { colorScheme: 'dark', locale: 'en-US', viewport: { width: 1280, height: 900 } }));
  await admin.person.context.addInitScript(() => localStorage.setItem('anxin.language', 'en'));
  await admin.page.goto(world.server.url);
  await admin.signIn('admin');
  const found = [];
  const [shop] = (await admin.api('GET', '/api/shops')).items;
  for (const part of ['basics', 'hours', 'departments', 'limits', 'texts']) {
    await admin.settings(`shops/${shop.id}?part=${part}`);
    await admin.main.getByRole('tabpanel').locator('form, .state-empty').first().waitFor();
    if (part === 'hours') await admin.main.locator('.month li').first().waitFor();
    found.push(...(await admin.look(part)));
  }
  for (const area of ['shops', 'people', 'roles', 'record']) {
    await admin.settings(area);
    await admin.main.locator('table tbody tr, .role-group').first().waitFor();
    found.push(...(await admin.look(area)));
  }
  assert.deepEqual(found, []);
});

story('of two who change a shop the slower is told and loses nothing', async (world) => {
  const admin = await Administrator.signedIn(world);
  admin.person.allow(conflict);
  const [shop] = (await admin.api('GET', '/api/shops')).items;
  await admin.settings(`shops/${shop.id}`);
  const form = admin.main.getByRole('form', { name: '基本信息' });
  await form.getByLabel('店铺名称').fill('暖禾生活馆');
  await admin.api('PATCH', `/api/shops/${shop.id}`, { version: shop.version, name: '暖禾' });
  await admin.press('保存', form);
  await form.getByText('刚刚被别人改过').waitFor();
  assert.equal(await form.getByLabel('店铺名称').inputValue(), '暖禾生活馆');
  await world.shot(admin, 'slower');
  await saved(admin, form);
  await admin.page.locator('.top').getByText('暖禾生活馆').waitFor();
});
