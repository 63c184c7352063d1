import { useId, type ReactNode } from 'react';

interface Props {
  label: string;
  error?: string;
  hint?: string;
  required?: boolean;
  children: (id: string) => ReactNode;
}

/** A label over its control, and under it what is wrong with the value. */
export function Field({ label, error, hint, required, children }: Props) {
  const id = useId();
  return (
    <div className={error ? 'field field-wrong' : 'field'}>
      <label htmlFor={id}>
        {label}
        {required && <i aria-hidden>*</i>}
      </label>
      {children(id)}
      {error ? <p className="field-error" role="alert">{error}</p> : hint && <p className="field-hint">{hint}</p>}
    </div>
  );
}
