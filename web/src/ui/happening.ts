import { t, tOr, type Args } from '../i18n';
import { buyerName } from './buyer';
import { now } from './clock';
import { dayTime } from './time';

const instantLike = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/**
 * The reader's sentence for something that happened, which the server gives as
 * a code with values. Times among them are shown by the clock of zone; what
 * somebody said is quoted at the end. Unknown codes read as fallback.
 */
export function happening(code: string, values: Record<string, string>, zone: string, fallback: string): string {
  const args: Args = {};
  for (const [name, value] of Object.entries(values)) {
    args[name] = instantLike.test(value) ? dayTime(Date.parse(value), now(), zone) : value;
  }
  if (values.needs) args.needs = values.needs.split(',').map((each) => tOr(`need.${each}`, each)).join(t('need.and'));
  if (values.acts) args.acts = values.acts.split(',').map((each) => tOr(`automation.act.${each}`, each)).join(t('need.and'));
  if (values.reason) args.reason = values.reason_words || tOr(`${code.startsWith('case.') ? 'escalation' : 'assign_reason'}.${values.reason}`, values.reason);
  if (values.risk) Object.assign(args, riskWords(values));
  const told = values.told?.split(',').map((each) => tOr(`audience.${each}`, each)).join(t('need.and'));
  const bare = tOr(`event.${code}`, fallback, args);
  const sentence = told ? t('event.risk.told', { sentence: bare, told }) : bare;
  const words = values.words || values.note;
  return words ? t('event.words', { sentence, words }) : sentence;
}

/** What a risk is called, of whom, and whether it has happened already. */
function riskWords({ risk = '', buyer = '', visitor = '', under_way }: Record<string, string>): Args {
  return { risk: tOr(`risk.${risk}`, risk), buyer: buyerName({ id: visitor, name: buyer }), done: under_way ? t('event.risk.done') : '' };
}
