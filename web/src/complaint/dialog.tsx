import { useMutation } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { isConflict, ProblemError } from '../api/problem';
import type { Case } from '../api/wire';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { useCaseChanged } from './api';

interface Props {
  complaint: Case;
  title: string;
  ok: string;
  hint?: string;
  /** Whether everything needed is there; asked again with every try. */
  ready: boolean;
  run(): Promise<unknown>;
  onClose(): void;
  /** The fields; tried tells that somebody wanted to go on without all of them. */
  children(tried: boolean, errors: Record<string, string>): ReactNode;
}

/** Does something to a case. What was typed stays while the server refuses it. */
export function CaseDialog({ complaint, title, ok, hint, ready, run, onClose, children }: Props) {
  const [tried, setTried] = useState(false);
  const changed = useCaseChanged(complaint.conversation_id);
  const save = useMutation({
    mutationFn: run,
    onSuccess: async () => {
      await changed();
      onClose();
    },
    onError: (error) => isConflict(error) && void changed(),
  });
  const errors = save.error instanceof ProblemError ? save.error.fields : {};
  const submit = () => {
    setTried(true);
    if (ready) save.mutate();
  };
  return (
    <Dialog title={title} ok={ok} busy={save.isPending} error={save.error} width={520} onOk={submit} onClose={onClose}>
      {hint && <p className="quiet">{hint}</p>}
      {children(tried, errors)}
    </Dialog>
  );
}

interface WordsProps {
  label: string;
  value: string;
  onChange(value: string): void;
  hint?: string;
  placeholder?: string;
  error?: string;
  required?: boolean;
  focus?: boolean;
}

export function Words({ label, value, onChange, hint, placeholder, error, required, focus }: WordsProps) {
  return (
    <Field label={label} required={required} error={error} hint={hint}>
      {(id) => <Input.TextArea id={id} autoFocus={focus} value={value} maxLength={1000} autoSize={{ minRows: 2, maxRows: 8 }} placeholder={placeholder} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange(value: string): void;
  placeholder?: string;
  hint?: string;
  error?: string;
  required?: boolean;
}

export function Choice({ label, value, options, onChange, placeholder, hint, error, required }: ChoiceProps) {
  return (
    <Field label={label} required={required} error={error} hint={hint}>
      {(id) => (
        <Select
          id={id} className="wide" allowClear={!required} showSearch={{ optionFilterProp: 'label' }} placeholder={placeholder}
          value={value || undefined} options={options} onChange={(next: string | undefined) => onChange(next ?? '')}
        />
      )}
    </Field>
  );
}
