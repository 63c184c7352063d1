import { useState } from 'react';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Field } from '../ui/field';
import { PickTime } from '../ui/pick_time';
import { dayTime, readWall } from '../ui/time';
import { farthest, quickChoices, type QuickID } from './quick';

/** By when: one of the quick choices, which move with the clock, or a picked time. */
export interface Due {
  quick: QuickID | null;
  picked: string;
}

export const noDue: Due = { quick: null, picked: '' };

/** The instant that is meant, or null while nothing is chosen. */
export function dueOf(due: Due, now: number, zone: string): number | null {
  if (due.picked) return readWall(due.picked, zone);
  return quickChoices(now, zone).find((each) => each.id === due.quick)?.due ?? null;
}

interface Props {
  zone: string;
  value: Due;
  error: string;
  onChange(due: Due): void;
}

export function DueInput({ zone, value, error, onChange }: Props) {
  const t = useT();
  const now = useNow();
  const [cleared, setCleared] = useState(0);
  const choose = (quick: QuickID) => {
    // The calendar keeps its own text; a new one is empty.
    setCleared(cleared + 1);
    onChange({ quick, picked: '' });
  };
  const at = dueOf(value, now, zone);
  const hint = at === null ? t('commitment.due_zone') : t('commitment.due_is', { time: dayTime(at, now, zone) });
  return (
    <Field label={t('commitment.due')} required error={error} hint={hint}>
      {(id) => (
        <>
          <div className="quick" role="group" aria-label={t('commitment.due')}>
            {quickChoices(now, zone).map((each) => (
              <button
                key={each.id} type="button" aria-pressed={value.quick === each.id && !value.picked}
                onClick={() => choose(each.id)}
              >
                {t(`commitment.quick.${each.id}`)}
              </button>
            ))}
          </div>
          <PickTime key={cleared} id={id} zone={zone} days={farthest} onPick={(picked) => onChange({ quick: null, picked })} />
        </>
      )}
    </Field>
  );
}
