import { Input } from 'antd';
import { useState } from 'react';
import { clockOf } from './hours';

interface Props {
  label: string;
  value: string;
  wrong: boolean;
  onChange(clock: string): void;
}

/** A time of day, typed as one likes. */
export function ClockInput({ label, value, wrong, onChange }: Props) {
  // What is typed stays as it is until one leaves; what it means counts at once.
  const [typed, setTyped] = useState<string>();
  const type = (text: string) => {
    setTyped(text);
    onChange(clockOf(text));
  };
  return (
    <Input
      className="clock" aria-label={label} aria-invalid={wrong} status={wrong ? 'error' : undefined} value={typed ?? value} placeholder="09:00" inputMode="numeric"
      maxLength={8} autoComplete="off" onChange={(event) => type(event.target.value)} onBlur={() => setTyped(undefined)}
    />
  );
}
