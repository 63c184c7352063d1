// A department hears of its tickets in its group and does them on a phone, without an account.
import assert from 'node:assert/strict';

import { Administrator } from './lib/admin.mjs';
import { Group } from './lib/group.mjs';
import { story } from './lib/story.mjs';

const secret = 'SEC-e2e';

async function demoShop(admin) {
  const { items } = await admin.api('GET', '/api/shops');
  return items.find((each) => each.key === 'demo').id;
}

story('the administrator gives the warehouse a robot in its group, and a wrong secret is told', async (world) => {
  const admin = await Administrator.signedIn(world);
  admin.person.allow(/console: Failed to load resource: .* 422 .*\/robots/);
  const group = await Group.open(secret);
  try {
    await admin.page.goto(`${world.server.url}/settings/shops/${await demoShop(admin)}?part=robots`);
    await admin.page.getByText('还没有群机器人').waitFor();
    assert.deepEqual(await admin.look('1-none'), []);
    await admin.press('添加机器人', admin.main);
    await admin.dialog.getByText('钉钉').click();
    await admin.dialog.getByLabel('名称').fill('仓库群');
    await admin.dialog.getByLabel('机器人网址').fill('https://192.168.1.7/robot/send');
    await admin.dialog.getByLabel('签名密钥').fill('wrong');
    await admin.press('保 ?存', admin.dialog);
    await admin.dialog.getByText('这个地址在内部网络里').waitFor();
    await admin.dialog.getByLabel('机器人网址').fill(group.url);
    assert.deepEqual(await admin.look('2-dialog'), []);
    await admin.press('保 ?存', admin.dialog);
    await admin.closed();
    const card = admin.main.getByRole('listitem', { name: '仓库群' });
    await admin.press('发测试消息', card);
    await card.getByText('请检查签名密钥').waitFor();
    assert.equal(group.heard.length, 0);
    await admin.press('修 ?改', card);
    await admin.dialog.getByLabel('签名密钥').fill(secret);
    await admin.press('保 ?存', admin.dialog);
    await admin.closed();
    await admin.press('发测试消息', card);
    await group.hears('这是一条测试消息');
    await card.getByText('正常').waitFor();
    await admin.press('最近的消息', card);
    await card.getByText('还没有消息').waitFor();
    assert.deepEqual(await admin.look('3-card'), []);
  } finally {
    await group.close();
  }
}, { server: { args: ['--outgoing-allow', '127.0.0.1'] } });
