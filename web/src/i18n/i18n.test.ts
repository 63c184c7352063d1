import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import automationEn from './automation.en.json';
import automationZh from './automation.zh-CN.json';
import compensationEn from './compensation.en.json';
import compensationZh from './compensation.zh-CN.json';
import evidenceEn from './evidence.en.json';
import evidenceZh from './evidence.zh-CN.json';
import liabilityEn from './liability.en.json';
import liabilityZh from './liability.zh-CN.json';
import outboundEn from './outbound.en.json';
import outboundZh from './outbound.zh-CN.json';
import paperEn from './paper.en.json';
import paperZh from './paper.zh-CN.json';
import disputeEn from './dispute.en.json';
import disputeZh from './dispute.zh-CN.json';
import optionEn from './option.en.json';
import optionZh from './option.zh-CN.json';
import quickReplyEn from './quickreply.en.json';
import quickReplyZh from './quickreply.zh-CN.json';
import recallEn from './recall.en.json';
import recallZh from './recall.zh-CN.json';
import shipmentEn from './shipment.en.json';
import shipmentZh from './shipment.zh-CN.json';
import stanceEn from './stance.en.json';
import stanceZh from './stance.zh-CN.json';
import importEn from './import.en.json';
import importZh from './import.zh-CN.json';
import rulepackEn from './rulepack.en.json';
import rulepackZh from './rulepack.zh-CN.json';
import playbookEn from './playbook.en.json';
import playbookZh from './playbook.zh-CN.json';
import firstEn from './en.json';
import policyEn from './policy.en.json';
import policyZh from './policy.zh-CN.json';
import firstZh from './zh-CN.json';

const en = { ...firstEn, ...automationEn, ...policyEn, ...disputeEn, ...compensationEn, ...evidenceEn, ...liabilityEn, ...outboundEn, ...paperEn, ...optionEn, ...recallEn, ...shipmentEn, ...stanceEn, ...quickReplyEn, ...importEn, ...rulepackEn, ...playbookEn };
const zhCN = { ...firstZh, ...automationZh, ...policyZh, ...disputeZh, ...compensationZh, ...evidenceZh, ...liabilityZh, ...outboundZh, ...paperZh, ...optionZh, ...recallZh, ...shipmentZh, ...stanceZh, ...quickReplyZh, ...importZh, ...rulepackZh, ...playbookZh };

const root = join(__dirname, '..');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.endsWith('.gen.ts'))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

const names = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zhCN));
  });

  it('fill in the same values', () => {
    for (const [key, sentence] of Object.entries(zhCN)) {
      expect(names(en[key as keyof typeof en]), key).toEqual(names(sentence));
    }
  });

  it('leave no sentence empty', () => {
    for (const catalogue of [zhCN, en]) {
      for (const [key, sentence] of Object.entries(catalogue)) expect(sentence.trim(), key).not.toBe('');
    }
  });
});

describe('the sources', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  it('ask only for keys there are', () => {
    for (const { name, text } of sources) {
      for (const [, key] of text.matchAll(/\bt\('([^']+)'/g)) expect(zhCN, `${key} in ${name}`).toHaveProperty([key!]);
    }
  });

  it('build keys only from beginnings there are', () => {
    const keys = Object.keys(zhCN);
    for (const { name, text } of sources) {
      for (const [, start] of text.matchAll(/\bt(?:Or)?\(`([^`$]+)\$\{/g)) {
        expect(keys.some((key) => key.startsWith(start!)), `${start} in ${name}`).toBe(true);
      }
    }
  });

  it('hold no text of their own', () => {
    for (const { name, text } of sources) expect(text, name).not.toMatch(/[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/);
  });
});
