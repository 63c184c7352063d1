// Lines break, servers die and pages are reloaded while people write: every message arrives once.
import assert from 'node:assert/strict';

import { Agent } from './lib/agent.mjs';
import { Buyer, desktop } from './lib/buyer.mjs';
import { lineCut } from './lib/person.mjs';
import { story } from './lib/story.mjs';

// both opens the two sides of one conversation that has begun.
async function both(world, options) {
  const [buyer, agent] = await Promise.all([Buyer.visiting(world, options), Agent.signedIn(world)]);
  for (const { person } of [buyer, agent]) person.allow(lineCut);
  await buyer.say('在吗');
  await buyer.delivered('在吗');
  const conversation = await buyer.conversation();
  await agent.open(conversation);
  return { buyer, agent, conversation };
}

// sameEverywhere: both screens show these messages, each once, in the order that the server has.
async function sameEverywhere({ buyer, agent, conversation }, texts) {
  const last = texts.at(-1);
  await Promise.all([agent.bubble(last).waitFor(), buyer.bubble(last).waitFor()]);
  for (const text of texts) await Promise.all([agent.bubble(text).waitFor(), buyer.bubble(text).waitFor()]);
  const { messages } = await buyer.thread();
  assert.deepEqual(said(messages), texts, 'at the server');
  const seen = await agent.detail(conversation);
  assert.deepEqual(said(seen.messages), texts, 'for the team');
  assert.deepEqual(await agent.page.locator('.message:not(.message-automatic) .bubble').allInnerTexts(), texts, 'on the screen of the agent');
  assert.deepEqual(await buyer.frame.locator('.row:not(.machine, .typing) .bubble').allInnerTexts(), texts, 'on the screen of the buyer');
}

// said are the words of people; the acknowledgement comes when it comes.
function said(messages) {
  return messages.filter((each) => each.sender.kind !== 'system').map((each) => each.text);
}

story('a cut line: what both wrote meanwhile arrives once', async (world) => {
  const people = await both(world);
  const { buyer, agent } = people;
  await buyer.person.context.setOffline(true);
  await buyer.say('信号不好，还在吗');
  await buyer.frame.getByText('正在重新连接').waitFor();
  await world.shot(buyer, 'cut');
  await agent.say('在的，请讲');
  await agent.bubble('在的，请讲').waitFor();
  await buyer.person.context.setOffline(false);
  await buyer.delivered('信号不好，还在吗');
  await sameEverywhere(people, ['在吗', '在的，请讲', '信号不好，还在吗']);

  await agent.person.context.setOffline(true);
  await agent.page.locator('.link-lost').waitFor();
  await agent.say('马上为您查');
  await agent.page.locator('.message-failed', { hasText: '马上为您查' }).waitFor();
  await world.shot(agent, 'cut');
  await buyer.say('灯罩也裂了');
  await buyer.delivered('灯罩也裂了');
  await agent.person.context.setOffline(false);
  await agent.page.locator('.link-live').waitFor();
  await agent.bubble('灯罩也裂了').waitFor();
  await agent.press('重试', agent.page.locator('.message-failed'));
  await sameEverywhere(people, ['在吗', '在的，请讲', '信号不好，还在吗', '灯罩也裂了', '马上为您查']);
});

story('the server dies while both write', async (world) => {
  const people = await both(world, desktop);
  const { buyer, agent } = people;
  await buyer.composer.pressSequentially('底座上有一道');
  await agent.composer.pressSequentially('我先帮您');
  await world.server.kill();
  await buyer.composer.pressSequentially('裂缝');
  await agent.composer.pressSequentially('登记');
  await Promise.all([buyer.composer.press('Enter'), agent.send()]);
  const failed = agent.page.locator('.message-failed', { hasText: '我先帮您登记' });
  await failed.waitFor();
  await world.shot(agent, 'failed');
  await world.server.up();
  await buyer.delivered('底座上有一道裂缝');
  assert.equal(await failed.count(), 1, 'the failed answer keeps its words');
  await agent.press('重试', failed);
  await sameEverywhere(people, ['在吗', '底座上有一道裂缝', '我先帮您登记']);
});

story('an answer that got lost on its way back is not sent twice', async (world) => {
  const people = await both(world);
  const { buyer, agent } = people;
  const posts = /\/api\/(buyer|conversations\/[^/]+)\/messages$/;
  const keys = [];
  // The server has it, the page does not hear so.
  const lose = async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    await route.fetch();
    await route.abort('connectionreset');
  };
  for (const { person } of [buyer, agent]) {
    await person.context.route(posts, lose, { times: 1 });
    person.context.on('request', (r) => r.method() === 'POST' && posts.test(r.url()) && keys.push(r.headers()['idempotency-key']));
  }
  await buyer.say('订单号 6937021846473');
  await buyer.delivered('订单号 6937021846473');
  await agent.say('已经看到订单');
  await sameEverywhere(people, ['在吗', '订单号 6937021846473', '已经看到订单']);
  assert.equal(new Set(keys).size, 2, 'every attempt carries the key of its message');
});

story('reloading loses neither words nor messages', async (world) => {
  const people = await both(world);
  const { buyer, agent } = people;
  const unsent = { buyer: '没有发出去的话', agent: '没有发出去的回复' };
  const posts = /\/messages$/;
  for (const { person } of [buyer, agent]) {
    await person.context.route(posts, (route) => (route.request().method() === 'POST' ? route.abort('connectionrefused') : route.continue()));
  }
  await buyer.say(unsent.buyer);
  await agent.say(unsent.agent);
  await agent.page.locator('.message-failed').waitFor();
  await buyer.frame.getByText('未送达，点按重试').waitFor();
  await buyer.composer.fill('还在写的话');
  await agent.composer.fill('还在写的回复');
  for (const { person } of [buyer, agent]) await person.context.unroute(posts);
  await Promise.all([buyer.reload(), agent.page.reload()]);
  await buyer.delivered(unsent.buyer);
  assert.equal(await buyer.composer.inputValue(), '还在写的话');
  await agent.press('重试', agent.page.locator('.message-failed', { hasText: unsent.agent }));
  assert.equal(await agent.composer.inputValue(), '还在写的回复');
  await sameEverywhere(people, ['在吗', unsent.buyer, unsent.agent]);
  await Promise.all([buyer.reload(), agent.page.reload()]);
  await sameEverywhere(people, ['在吗', unsent.buyer, unsent.agent]);
});
