import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { stages } from './scenarios';

/** How far a case has come, of all its stages; what it passed over is broken. */
export function StageLine({ complaint: { stage, skipped, merged_into: merged } }: { complaint: Pick<Case, 'stage' | 'skipped' | 'merged_into'> }) {
  const t = useT();
  const at = stages.indexOf(stage);
  const look = (index: number) => {
    if (index === at) return 'stage-now';
    if (index > at) return 'stage-ahead';
    return skipped.includes(stages[index]!) ? 'stage-skipped' : 'stage-past';
  };
  return (
    <div className="stages">
      <ol aria-label={t('case.stages')}>
        {stages.map((each, index) => {
          const name = t(`stage.${each}`);
          const words = look(index) === 'stage-skipped' ? t('stage.skipped', { name }) : name;
          return (
            <li key={each} title={words} aria-current={index === at ? 'step' : undefined} className={look(index)}>
              <span className="hidden">{words}</span>
            </li>
          );
        })}
      </ol>
      <div className="stages-words">
        <b>{merged ? t('merge.merged') : t(`stage.${stage}`)}</b>
        {!merged && <em>{at + 1} / {stages.length}</em>}
      </div>
    </div>
  );
}
