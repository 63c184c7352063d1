// A person at a browser: a context of their own (cookies, storage), and a
// record of everything that went wrong on their pages.
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core');

// Pages must work without the internet; both names of this machine are used to cross origins.
const loopback = new Set(['127.0.0.1', 'localhost']);

export function launch() {
  return chromium.launch({
    executablePath: process.env.ANXIN_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', // tests may run as root
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export class Person {
  #allowed = [];
  problems = [];

  // open gives a person a fresh context, in Chinese and China's time unless told otherwise. Without motion: a
  // button that is still growing may move away between the press and the release of a click.
  static async open(browser, name, options = {}) {
    const person = new Person();
    person.name = name;
    person.context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
    person.context.setDefaultTimeout(15_000);
    await person.context.exposeFunction('anxinPolicyViolation', (text) => person.#note(`content policy: ${text}`));
    await person.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (e) => {
        window.anxinPolicyViolation(`${e.effectiveDirective} refused ${e.blockedURI || 'inline'} in ${e.documentURI}`);
      });
    });
    person.context.on('page', (page) => person.#watch(page));
    person.page = await person.context.newPage();
    return person;
  }

  // allow expects some problems from now on: refused connections around a kill, say.
  allow(...patterns) {
    this.#allowed.push(...patterns);
  }

  #note(problem) {
    if (!this.#allowed.some((pattern) => pattern.test(problem))) this.problems.push(problem);
  }

  #watch(page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#note(`uncaught: ${error.stack ?? error}`));
    page.on('crash', () => this.#note(`the page crashed: ${page.url()}`));
    page.on('response', (response) => {
      if (response.status() >= 500) this.#note(`${response.status()} from ${response.request().method()} ${response.url()}`);
    });
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^(http|ws)s?:$/.test(protocol) && !loopback.has(hostname)) this.#note(`a request left this machine: ${request.url()}`);
    });
  }
}

// What a browser logs while a server or the network is away.
export const lineCut = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INTERNET_DISCONNECTED|NETWORK_CHANGED|SOCKET_NOT_CONNECTED)|WebSocket connection to/;
