// A group of a chat program, as far as a robot sees it: it believes no message
// without the signature that DingTalk has published.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

export class Group {
  heard = [];
  #waiting = [];

  static async open(secret) {
    const group = new Group();
    group.secret = secret;
    group.server = createServer((request, response) => void group.#take(request, response)).listen(0, '127.0.0.1');
    await once(group.server, 'listening');
    group.url = `http://127.0.0.1:${group.server.address().port}/robot/send?access_token=e2e`;
    return group;
  }

  async #take(request, response) {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const query = new URL(request.url, 'http://group').searchParams;
    const stamp = query.get('timestamp');
    const sign = createHmac('sha256', this.secret).update(`${stamp}\n${this.secret}`).digest('base64');
    const believed = query.get('sign') === sign && Math.abs(Date.now() - Number(stamp)) < 3_600_000;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(believed ? { errcode: 0, errmsg: 'ok' } : { errcode: 310000, errmsg: 'sign not match' }));
    if (!believed) return;
    this.heard.push(JSON.parse(text).text.content);
    this.#waiting = this.#waiting.filter((look) => !look());
  }

  // hears waits until a message contains some words, perhaps one after the first so many, and returns it.
  hears(words, within = 15_000, after = 0) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the group heard nothing of ${words}, only:\n${this.heard.join('\n')}`)), within);
      const look = () => {
        const found = this.heard.slice(after).find((each) => each.includes(words));
        if (found) {
          clearTimeout(late);
          resolve(found);
        }
        return found !== undefined;
      };
      if (!look()) this.#waiting.push(look);
    });
  }

  async close() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
