// A story is one test with a program of its own and the people who use it.
// It fails if a page complained, even when every assertion held. What a
// failed story leaves behind for its reader lies in test-results/.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { still } from './look.mjs';
import { Person, launch } from './person.mjs';
import { Server } from './server.mjs';

const results = fileURLToPath(new URL('../../test-results/', import.meta.url));
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const longest = 180_000; // ms

// Signed-out pages ask who they are and are told 401; the browser logs that.
const signedOut = /console: Failed to load resource: .* 401 .*\/api\/me\)/;

// The stories of one file follow one another in one browser, each person in a context of their own.
let browser;
after(() => browser?.close());

async function open() {
  if (!browser?.isConnected()) browser = await launch();
  return browser;
}

class World {
  people = [];

  constructor(name, server, browser) {
    this.server = server;
    this.browser = browser;
    this.folder = join(results, name.replace(/[^\p{L}\p{N}]+/gu, '-'));
  }

  // person opens a browser context for somebody; options are playwright's.
  async person(name, options) {
    const person = await Person.open(this.browser, name, options);
    person.allow(signedOut);
    this.people.push(person);
    return person;
  }

  // shot keeps a picture of what a person sees, for whoever looks on: nobody does in CI.
  async shot(person, name) {
    if (process.env.CI !== 'true') await this.#keep(person, name);
  }

  async #keep(person, name) {
    await mkdir(this.folder, { recursive: true });
    await person.page.screenshot({ path: join(this.folder, `${person.name}-${name}.png`) });
  }

  // picture is a shot that also becomes a picture of the documentation with ANXIN_UPDATE_IMAGES=1.
  async picture(person, name) {
    await person.page.mouse.move(0, 0);
    await still(person.page);
    await this.shot(person, name);
    if (process.env.ANXIN_UPDATE_IMAGES !== '1') return;
    await mkdir(images, { recursive: true });
    await person.page.screenshot({ path: join(images, `${name}.png`) });
  }

  assertNoProblems() {
    const all = this.people.flatMap(({ name, problems }) => problems.map((p) => `\n${name}: ${p}`));
    if (all.length > 0) throw new Error(`pages complained:${all.join('')}`);
  }

  async keepEvidence() {
    await mkdir(this.folder, { recursive: true });
    await writeFile(join(this.folder, 'server.log'), this.server.log);
    for (const person of this.people) {
      await writeFile(join(this.folder, `${person.name}-problems.txt`), person.problems.join('\n'));
      await this.#keep(person, 'failed').catch((error) => console.error(`no picture of ${person.name}: ${error.message}`));
    }
    console.error(`What the failed story left behind: ${this.folder}`);
  }
}

// story runs tell(world) as a test. options.server goes to Server.start.
export function story(name, tell, options = {}) {
  test(name, { timeout: longest }, async () => {
    const server = await Server.start(options.server);
    const world = new World(name, server, await open().catch(async (error) => {
      await server.stop();
      throw error;
    }));
    await rm(world.folder, { recursive: true, force: true });
    try {
      await tell(world);
      world.assertNoProblems();
    } catch (error) {
      await world.keepEvidence();
      throw error;
    } finally {
      await Promise.allSettled(world.people.map(({ context }) => context.close()));
      await server.stop();
    }
  });
}
