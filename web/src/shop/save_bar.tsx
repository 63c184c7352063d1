import { Button } from 'antd';
import { useT } from '../i18n';
import { Problem } from '../ui/problem';

interface Props {
  /** There is something to save. */
  changed: boolean;
  /** What there is can be saved. */
  ready?: boolean;
  busy: boolean;
  error?: unknown;
  conflict?: boolean;
  hint?: string;
  onUndo(): void;
}

/** The end of a form of the settings: save, or go back to what is saved. */
export function SaveBar({ changed, ready = true, busy, error, conflict, hint, onUndo }: Props) {
  const t = useT();
  return (
    <div className="settings-save">
      <Button type="primary" htmlType="submit" disabled={!changed || !ready} loading={busy}>{t('act.save')}</Button>
      {changed && <Button type="text" onClick={onUndo}>{t('act.undo')}</Button>}
      <Problem error={error} conflict={conflict} />
      {changed && !error && !conflict && hint && <span className="quiet">{hint}</span>}
    </div>
  );
}
