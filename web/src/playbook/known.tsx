import type { UseMutationResult } from '@tanstack/react-query';
import { CloseOutlined } from '@ant-design/icons';
import type { PlaybookRun } from '../api/wire';
import { t as say, useT } from '../i18n';
import { own, type Change } from './api';
import { valueWords } from './progress';

/** What is known, from where, so that nobody asks again. What was entered may be taken back. */
export function Known({ run, save }: { run: PlaybookRun; save: UseMutationResult<unknown, Error, Change> }) {
  const t = useT();
  const known = run.known.flatMap((each) => {
    const fact = run.facts.find(({ name }) => name === each.name);
    return fact ? [{ ...each, fact }] : [];
  });
  if (known.length === 0) return null;
  return (
    <details className="guide-known">
      <summary>{t('guide.known', { n: known.length })}</summary>
      <ul>
        {known.map((each) => (
          <li key={each.name}>
            <span>{own(each.fact.title)}</span> {valueWords(each.fact, each, say('guide.yes'), say('guide.no'))}
            <em>{t(`guide.from.${each.from}`)}</em>
            {each.from === 'entered' && <button type="button" aria-label={t('guide.forget', { name: own(each.fact.title) })} onClick={() => save.mutate({ facts: [{ name: each.name, value: '' }] })}><CloseOutlined /></button>}
          </li>
        ))}
      </ul>
    </details>
  );
}
