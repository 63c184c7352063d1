import type { PersonState } from '../api/wire';
import { useT } from '../i18n';
import './state.css';

export function Dot({ state }: { state: PersonState }) {
  return <i className={`state-dot state-dot-${state}`} aria-hidden />;
}

/** How somebody is there, as a dot and in a word. */
export function State({ state }: { state: PersonState }) {
  const t = useT();
  return <><Dot state={state} />{t(`team.state.${state}`)}</>;
}
