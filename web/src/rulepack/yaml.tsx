import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { RulePackDetail, RuleTrial } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { examine, writePack } from './api';
import { Changes } from './changes';
import { Problems } from './problems';

/** A field for the text of a pack, which can also be taken from a file. */
export function YamlField({ value, onChange }: { value: string; onChange(text: string): void }) {
  const t = useT();
  const file = useRef<HTMLInputElement>(null);
  const take = async (picked: File | undefined) => {
    if (picked) onChange(await picked.text());
  };
  return (
    <Field label={t('rulepack.yaml')} hint={t('rulepack.yaml_hint')}>
      {(id) => (
        <>
          <Input.TextArea id={id} className="yaml" spellCheck={false} autoSize={{ minRows: 10, maxRows: 18 }} value={value} onChange={(e) => onChange(e.target.value)} />
          <input ref={file} type="file" accept=".yaml,.yml,text/yaml" hidden aria-label={t('rulepack.file')} onChange={(e) => { void take(e.target.files?.[0]); e.target.value = ''; }} />
          <Button size="small" icon={<UploadOutlined />} onClick={() => file.current?.click()}>{t('rulepack.file')}</Button>
        </>
      )}
    </Field>
  );
}

/** How long after the last key a text is looked at, in ms. */
const rest = 500;

/** Writes the draft of a pack as YAML, and shows before it is kept what it would change. */
export function YamlDialog({ pack, onSaved, onClose }: { pack: RulePackDetail; onSaved(): unknown; onClose(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const [text, setText] = useState(pack.text);
  const [seen] = useState(pack); // the version that the text belongs to
  const [trial, setTrial] = useState<RuleTrial>();
  useEffect(() => {
    let over = false;
    const look = setTimeout(() => void examine(pack.id, { text }).then((got) => over || setTrial(got), () => undefined), rest);
    return () => {
      over = true;
      clearTimeout(look);
    };
  }, [pack.id, text]);
  const save = useMutation({
    mutationFn: () => writePack(seen, text),
    onSuccess: async () => {
      await onSaved();
      onClose();
    },
    onError: () => cache.invalidateQueries({ queryKey: ['rules'] }),
  });
  return (
    <Dialog title={t('rulepack.edit_yaml')} ok={t('rulepack.keep')} busy={save.isPending} error={save.error} width={860} disabled={!text.trim() || text === pack.text} onOk={() => save.mutate()} onClose={onClose}>
      <YamlField value={text} onChange={setText} />
      {trial && (
        <>
          <Problems list={trial.problems} />
          <Changes list={trial.changes} none={t('rulepack.nothing_changes')} />
        </>
      )}
    </Dialog>
  );
}
