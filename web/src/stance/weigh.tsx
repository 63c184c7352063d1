import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isConflict } from '../api/problem';
import type { Stance, StanceBasis } from '../api/wire';
import { Questions } from '../option/questions';
import '../option/option.css';
import '../option/said';
import { termsQuery } from '../policy/api';
import { Dialog } from '../ui/dialog';
import { useStanceChanged, weigh } from './api';
import { useT } from './words';

/** What the most that may be given hangs on; the policy is asked again with the answers. */
export default function WeighDialog({ stance, basis, onClose }: { stance: Stance; basis: StanceBasis; onClose(): void }) {
  const t = useT();
  const [said, setSaid] = useState<Record<string, string>>(stance.facts);
  const { data: terms } = useQuery(termsQuery);
  const changed = useStanceChanged();
  const save = useMutation({ mutationFn: () => weigh(stance, said), onSuccess: onClose, onSettled: changed });
  const say = (name: string, value: string) => setSaid((before) => Object.fromEntries(Object.entries({ ...before, [name]: value }).filter(([, each]) => each !== '')));
  return (
    <Dialog title={t('stance.weigh')} ok={t('stance.save')} width={560} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} onOk={() => save.mutate()} onClose={onClose}>
      <p className="quiet">{t('stance.weigh_hint')}</p>
      {terms && <Questions found={{ questions: basis.questions }} terms={terms} said={said} onSay={say} />}
    </Dialog>
  );
}
