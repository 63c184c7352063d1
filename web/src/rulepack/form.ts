import type { RuleDraft, RuleWord } from '../api/wire';
import { linesOf } from './lines';

/** A rule of which nothing is filled in. */
export const blank: RuleDraft = {
  id: '', category: 'house', kind: 'existence', level: 'warning', pattern: [], replace: [], pair: [], within: 20, count: 2, except: [],
  message: '', why: '', better: '', bad: [], good: [],
};

/** What stands in the fields of the form, a list as the lines of a field. */
export interface Fields extends Omit<RuleDraft, 'pattern' | 'replace' | 'pair' | 'except' | 'bad' | 'good'> {
  pattern: string;
  replace: string;
  pair: string;
  except: string;
  bad: string;
  good: string;
}

export function fieldsOf(rule: RuleDraft): Fields {
  const { pattern, replace, pair, except, bad, good } = rule;
  return {
    ...rule, pattern: pattern.join('\n'), pair: pair.join('\n'), except: except.join('\n'), bad: bad.join('\n'), good: good.join('\n'),
    replace: replace.map(({ word, plain }) => `${word} = ${plain}`).join('\n'),
  };
}

export function ruleOf(fields: Fields): RuleDraft {
  const { pattern, replace, pair, except, bad, good } = fields;
  return { ...fields, pattern: linesOf(pattern), pair: linesOf(pair), except: linesOf(except), bad: linesOf(bad), good: linesOf(good), replace: linesOf(replace).map(wordOf) };
}

/** Reads WORD = PLAIN. */
function wordOf(line: string): RuleWord {
  const at = line.search(/[=\uff1d\u2192]/);
  return at < 0 ? { word: line, plain: '' } : { word: line.slice(0, at).trim(), plain: line.slice(at + 1).trim() };
}
