// The real program, on a free port, with data of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = process.env.ANXIN_BIN ?? fileURLToPath(new URL('../../bin/anxin', import.meta.url));
const readyWithin = 30_000; // ms, for the first start on a busy machine
const stopWithin = 15_000;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

export class Server {
  #child;
  #args;
  log = '';

  // start runs `anxin serve` on an empty data directory and waits until it is ready.
  static async start({ demo = true, args = [] } = {}) {
    const server = new Server();
    server.data = await mkdtemp(join(tmpdir(), 'anxin-e2e-'));
    server.port = await freePort();
    server.url = `http://127.0.0.1:${server.port}`;
    server.#args = ['serve', '--listen', `127.0.0.1:${server.port}`, '--data', server.data, ...(demo ? ['--demo'] : []), ...args];
    await server.up();
    return server;
  }

  // up starts the program on the data it has, and returns the ms until it was ready.
  async up() {
    const started = performance.now();
    const child = spawn(program, this.#args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.log += text));
    }
    let failure;
    child.on('error', (error) => (failure = error));
    while (performance.now() - started < readyWithin) {
      if (failure) throw failure;
      if (!this.running) throw new Error(`anxin ended with ${child.exitCode ?? child.signalCode}:\n${this.log}`);
      if (await this.answers('/readyz')) return performance.now() - started;
      await pause(20);
    }
    throw new Error(`anxin was not ready after ${readyWithin} ms:\n${this.log}`);
  }

  get running() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async answers(path) {
    try {
      const response = await fetch(this.url + path, { signal: AbortSignal.timeout(2000) });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  // kill ends the program as a power cut would.
  async kill() {
    this.log += '--- kill -9\n';
    await this.#end('SIGKILL');
  }

  // restart kills the program and starts it again on the same data and port.
  async restart() {
    await this.kill();
    return this.up();
  }

  // stop ends the program in good order and removes its data.
  async stop() {
    const late = setTimeout(() => this.#child.kill('SIGKILL'), stopWithin);
    const code = await this.#end('SIGTERM');
    clearTimeout(late);
    await rm(this.data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`anxin did not stop in good order (${code}):\n${this.log}`);
  }

  // #end signals the program, unless it has ended, and returns its exit code, 0 after a kill.
  async #end(signal) {
    const killed = this.#child.signalCode === 'SIGKILL';
    if (this.running) {
      const exit = once(this.#child, 'exit');
      this.#child.kill(signal);
      await exit;
    }
    return killed ? 0 : (this.#child.exitCode ?? this.#child.signalCode);
  }
}
