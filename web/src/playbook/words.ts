import type { BothTexts, GuideStep } from '../api/wire';

/** A step's words to the buyer, in the buyer's language, with what only the case knows. */
export function spoken(step: GuideStep, english: boolean, restatement: string): string {
  const side = (text: BothTexts) => (english ? text.en || text.zh : text.zh || text.en);
  return side(step.text).replace('{due}', side(step.due_words)).replace('{restatement}', restatement).trim();
}

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * When something is due by a rule, in ms: 30min, 4h, 2d, 1wd (working days, which are
 * taken as Monday to Friday here; whoever commits looks it over) or 18:00. null for
 * no rule.
 */
export function dueBy(rule: string, now: number, offset: number): number | null {
  const length = /^(\d+)(min|h|d|wd)$/.exec(rule);
  if (length) {
    const n = Number(length[1]);
    if (length[2] === 'wd') return workdays(now, n, offset);
    return now + n * { min: minute, h: 60 * minute, d: day }[length[2] as 'min'];
  }
  const clock = /^(\d\d):(\d\d)$/.exec(rule);
  if (!clock) return null;
  const midnight = Math.floor((now + offset) / day) * day - offset;
  const at = midnight + (Number(clock[1]) * 60 + Number(clock[2])) * minute;
  return at > now + minute ? at : at + day;
}

function workdays(now: number, n: number, offset: number): number {
  let at = now;
  for (let left = n; left > 0;) {
    at += day;
    const weekday = new Date(at + offset).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return at;
}

/** What departments of playbooks are likely called in a shop. */
const called: Record<string, string[]> = {
  warehouse: ['仓', 'warehouse'], logistics: ['物流', '快递', 'logistic'], aftersales: ['售后', 'after'], finance: ['财务', 'financ'],
  quality: ['品控', '质检', '质量', 'quality'], operations: ['运营', 'operation'], legal: ['法务', '法律', 'legal'], risk: ['风控', 'risk'],
  supervisor: ['主管', '客服', 'supervis'],
};

/** The department that is meant, if one is called so. */
export function departmentLike(code: string | undefined, departments: { id: string; name: string }[]): string | undefined {
  const words = called[code ?? ''] ?? [];
  return departments.find(({ name }) => words.some((each) => name.toLowerCase().includes(each)))?.id;
}

/** Which type of ticket of a shop is meant, by its name. */
const work: Record<string, string[]> = {
  check: ['查', '核', 'check'], ship: ['发', '补', 'ship'], intercept: ['拦', '改', 'intercept'], claim: ['理赔', '索赔', '物流', 'claim'],
  repair: ['维修', '售后', '修', 'repair'], refund: ['退款', '退', 'refund'], test: ['检', '品控', '质', 'test'], page: ['页面', '详情', 'page'],
  recall: ['下架', '召回', 'recall'], system: ['系统', '技术', 'system'], invoice: ['发票', '票', 'invoice'], review: ['复核', '审', 'review'], legal: ['法', 'legal'],
};

export function typeLike(code: string | undefined, types: { id: string; name: string }[]): string | undefined {
  for (const word of work[code ?? ''] ?? []) {
    const found = types.find(({ name }) => name.toLowerCase().includes(word));
    if (found) return found.id;
  }
  return undefined;
}
