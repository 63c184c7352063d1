// What a screen must be for everybody: readable and usable, whatever the eyes, hands and language.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
const read = (path) => readFile(new URL(path, root), 'utf8');
const axe = await read('web/node_modules/axe-core/axe.min.js');

// catalogue returns the console's sentences in a language: words('act.cancel').
export async function catalogue(language) {
  const sentences = JSON.parse(await read(`web/src/i18n/${language}.json`));
  return (key) => sentences[key] ?? assert.fail(`no ${key} in ${language}`);
}

// What axe looks for. Pages need not be fetched again for it: their styles are their own.
const rules = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
  preload: false,
};

// barriers are the violations of WCAG 2.2 A and AA in a page or frame.
export async function barriers(frame) {
  await still(frame);
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe);
  return frame.evaluate(async (options) => {
    const found = await window.axe.run(options);
    return found.violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.target} ${n.failureSummary} ${n.html.slice(0, 160)}`));
  }, rules);
}

// still waits for animations that end: half faded words have no contrast.
export async function still(frame) {
  await frame.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => each.effect.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((each) => each.finished));
  });
}
