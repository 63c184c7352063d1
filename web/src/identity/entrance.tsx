import type { ReactNode } from 'react';
import { useT } from '../i18n';
import './identity.css';

/** The frame of the pages in front of the console. */
export function Entrance({ title, hint, children, corner }: { title: string; hint?: string; children: ReactNode; corner?: ReactNode }) {
  const t = useT();
  return (
    <div className="entrance">
      <section className="entrance-brand" aria-hidden>
        <Logo size={44} />
        <strong>{t('brand')}</strong>
        <p>{t('brand.motto')}</p>
        <ul>
          <li>{t('brand.point_1')}</li>
          <li>{t('brand.point_2')}</li>
          <li>{t('brand.point_3')}</li>
        </ul>
      </section>
      <main className="entrance-main">
        <div className="entrance-corner">{corner}</div>
        <div className="entrance-box">
          <h1>{title}</h1>
          {hint && <p className="quiet">{hint}</p>}
          {children}
        </div>
      </main>
    </div>
  );
}

export function Logo({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
      <rect width="32" height="32" rx="10" className="logo-ground" />
      <path d="M9.5 16.5l4.6 4.6 8.6-10.6" stroke="#fff" strokeWidth="3" fill="none" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
