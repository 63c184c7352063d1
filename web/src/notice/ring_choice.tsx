import { Switch } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useT } from '../i18n';
import { beep, choose, mayShow, useChoice } from './ring';

/** How this browser calls its person: by sound, by a notice of the computer. */
export default function RingChoice() {
  const t = useT();
  const { sound, desktop } = useChoice();
  const [refused, setRefused] = useState(false);
  const onSound = (on: boolean) => {
    choose({ sound: on });
    if (on) beep();
  };
  const onDesktop = async (on: boolean) => {
    const may = on && (await mayShow());
    setRefused(on && !may);
    choose({ desktop: may });
  };
  return (
    <footer className="ring-choice">
      <Line label={t('notice.sound')} on={sound} onChange={onSound} />
      <Line label={t('notice.desktop')} on={desktop} onChange={(on) => void onDesktop(on)}>
        {refused && <p role="status">{t('notice.desktop_refused')}</p>}
      </Line>
    </footer>
  );
}

function Line({ label, on, onChange, children }: { label: string; on: boolean; onChange(on: boolean): void; children?: ReactNode }) {
  const id = useId();
  return (
    <>
      <div className="ring-line"><label htmlFor={id}>{label}</label><Switch id={id} size="small" checked={on} onChange={onChange} /></div>
      {children}
    </>
  );
}
