// The administrator sets up the house: people, roles, shops. What they change holds at once.
import assert from 'node:assert/strict';

import { Administrator, choose, enter, signIn } from './lib/admin.mjs';
import { Agent } from './lib/agent.mjs';
import { story } from './lib/story.mjs';

const conflict = /status of 409/;
const refused = /status of 4\d\d/;
const own = 'my own secret';

story('a colleague is added, works, and is out at once', async (world) => {
  const admin = await Administrator.signedIn(world);
  const found = [];
  await admin.page.getByRole('link', { name: '设置' }).click();
  await admin.page.getByRole('link', { name: '成员' }).click();
  await admin.member('陈思远').waitFor();
  found.push(...(await admin.look('people')));

  admin.person.allow(refused);
  await admin.press('添加成员');
  await admin.dialog.getByLabel('姓名').fill('小唐');
  await admin.dialog.getByLabel('登录账号').fill('chen'); // taken
  await admin.choose('角色', '客服');
  await admin.press('添加并生成密码', admin.dialog);
  await admin.dialog.getByText('这个账号已经有人用了').waitFor();
  assert.equal(await admin.dialog.getByLabel('姓名').inputValue(), '小唐');
  found.push(...(await admin.look('login-taken')));
  await admin.dialog.getByLabel('登录账号').fill('tang');
  await admin.dialog.getByLabel('登录账号').press('Enter');
  await admin.page.getByText('关闭后不会再显示').waitFor();
  const password = await admin.dialog.locator('.secret dd').nth(1).innerText();
  found.push(...(await admin.look('first-password')));
  await admin.press('已转交，关闭', admin.dialog);
  await admin.closed();
  assert.equal(await admin.page.getByText(password).count(), 0);

  const tang = await enter(world, 'tang', 'tang', password);
  await tang.page.getByText('小唐，欢迎').waitFor();
  assert.equal(await tang.page.locator('.rail').count(), 0);
  tang.person.allow(refused);
  await choose(tang, password);
  await tang.page.getByText('不能和初始密码相同').waitFor();
  await world.shot(tang, 'choose-password');
  await choose(tang, own);
  await tang.page.locator('.queue-row').first().waitFor();
  assert.equal(await tang.page.getByRole('link', { name: '设置' }).count(), 0);

  await admin.page.reload(); // their new password made a new version of them
  await admin.member('小唐').getByRole('button', { name: '给小唐添加角色' }).click();
  await admin.choose('角色', '组长');
  found.push(...(await admin.look('grant')));
  await admin.press('添加', admin.dialog);
  await admin.closed();
  await admin.member('小唐').getByText('组长').waitFor();

  await admin.act('小唐', '停用');
  found.push(...(await admin.look('disable')));
  await admin.press('停用', admin.dialog);
  const asked = Date.now();
  tang.person.allow(/status of 401|WebSocket/);
  await tang.page.waitForURL(/sign-in/);
  assert.ok(Date.now() - asked < 3000, `out after ${Date.now() - asked} ms`);
  await admin.closed();
  await admin.member('小唐').getByText('已停用').waitFor();

  await signIn(tang, 'tang', own);
  await tang.page.getByText('这个账号已停用').waitFor();

  await admin.act('小唐', '重新启用');
  await admin.press('启用', admin.dialog);
  await admin.closed();
  await admin.act('小唐', '重置密码');
  await admin.press('生成新密码', admin.dialog);
  await admin.page.getByText('关闭后不会再显示').waitFor();
  const next = await admin.dialog.locator('.secret dd').nth(1).innerText();
  await admin.press('已转交，关闭', admin.dialog);
  await signIn(tang, 'tang', next);
  await choose(tang, `${own}!`);
  await tang.page.locator('.queue-row').first().waitFor();

  await admin.page.reload();
  await admin.act('小唐', '在所有设备上退出');
  await admin.press('全部退出', admin.dialog);
  await tang.page.waitForURL(/sign-in/);
  assert.deepEqual(found, []);
});

story('people are found, and two tabs do not undo each other', async (world) => {
  const admin = await Administrator.signedIn(world);
  await admin.settings('people');
  await admin.page.getByLabel('搜索姓名或账号').fill('思远');
  await admin.member('李沐').waitFor({ state: 'detached' });
  await admin.member('陈思远').waitFor();
  await admin.page.getByLabel('搜索姓名或账号').fill('nobody here');
  await admin.page.getByText('没有找到成员').waitFor();
  await admin.press('查看全部', admin.main);
  await admin.member('李沐').waitFor();
  assert.equal(await admin.page.getByLabel('搜索姓名或账号').inputValue(), '');

  admin.person.allow(conflict);
  const slow = new Administrator(world, admin.person);
  slow.page = await admin.person.context.newPage();
  await slow.settings('people');
  for (const tab of [admin, slow]) await tab.act('李沐', '改名');
  await slow.dialog.getByLabel('姓名').fill('李沐沐');
  await admin.dialog.getByLabel('姓名').fill('李木');
  await admin.press('保存', admin.dialog);
  await admin.closed();
  await slow.press('保存', slow.dialog);
  await slow.dialog.getByText('刚刚被别人改过').waitFor();
  assert.equal(await slow.dialog.getByLabel('姓名').inputValue(), '李沐沐');
  await world.shot(slow, 'slower');
  await slow.press('保存', slow.dialog);
  await slow.closed();
  await slow.member('李沐沐').waitFor();
});

story('a role is edited, and the last administrator stays', async (world) => {
  const [admin, agent] = await Promise.all([Administrator.signedIn(world), Agent.signedIn(world)]);
  const found = [];
  await admin.settings('roles');
  await admin.main.getByRole('button', { name: /^客服/ }).click();
  await admin.main.getByText('陈思远').waitFor();
  found.push(...(await admin.look('role')));
  assert.equal(await admin.main.getByLabel(/^回复买家/).isChecked(), true);
  await admin.main.getByLabel(/^查看会话/).uncheck();
  assert.equal(await admin.main.getByLabel(/^回复买家/).isChecked(), false);
  await admin.press('撤销修改', admin.main);
  await admin.main.getByLabel(/^取消承诺/).check();
  await admin.press('保存', admin.main);
  await admin.page.getByText('角色已保存').waitFor();
  assert.ok((await agent.api('GET', '/api/me')).permissions.includes('commitment.waive'));

  await admin.press('复制为新角色', admin.main);
  await admin.main.getByLabel('角色名称').fill('夜班客服');
  await admin.press('保存', admin.main);
  await admin.main.getByRole('button', { name: /^夜班客服/ }).waitFor();

  await admin.main.getByRole('button', { name: /^管理员/ }).click();
  assert.equal(await admin.main.getByLabel(/^设置角色/).isDisabled(), true);
  admin.person.allow(conflict);
  await admin.settings('people');
  await admin.member('admin').getByRole('button', { name: /^移除/ }).or(admin.member('admin').getByLabel(/^移除/)).first().click();
  await admin.press('移除', admin.dialog);
  await admin.dialog.getByText('请先让另一位同事成为管理员').waitFor();
  assert.deepEqual(found, []);
});
