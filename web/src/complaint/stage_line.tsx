import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { stages } from './scenarios';

/** How far a case has come, of all its stages. */
export function StageLine({ stage }: Pick<Case, 'stage'>) {
  const t = useT();
  const at = stages.indexOf(stage);
  return (
    <div className="stages">
      <ol aria-label={t('case.stages')}>
        {stages.map((each, index) => (
          <li
            key={each} title={t(`stage.${each}`)} aria-current={index === at ? 'step' : undefined}
            className={index < at ? 'stage-past' : index === at ? 'stage-now' : 'stage-ahead'}
          >
            <span className="hidden">{t(`stage.${each}`)}</span>
          </li>
        ))}
      </ol>
      <div className="stages-words">
        <b>{t(`stage.${stage}`)}</b>
        <span>{stage === 'closed' ? '' : t('case.next_stage', { name: t(`stage.${stages[at + 1] ?? 'closed'}`) })}</span>
        <em>{at + 1} / {stages.length}</em>
      </div>
    </div>
  );
}
