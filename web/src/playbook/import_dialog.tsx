import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { newKey } from '../api/client';
import type { PlaybookReport } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { keys } from './keys';
import { Problems } from './problems';
import { create, examine } from './shelf_api';

interface Props {
  shop: string;
  onClose(): void;
  onMade(id: string): void;
}

/** Takes a playbook from a file or from pasted YAML, and says at once what is wrong with it. */
export default function ImportDialog({ shop, onClose, onMade }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const [text, setText] = useState('');
  const report = useReport(shop, text);
  const [key, setKey] = useState(newKey);
  const make = useMutation({
    mutationFn: () => create(shop, key, { text }),
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: keys.shelf(shop) });
      onClose();
      onMade(made.id);
    },
    onError: () => setKey(newKey()),
  });
  return (
    <Dialog title={t('playbook.import')} ok={t('playbook.import_ok')} busy={make.isPending} error={make.error} width={760} disabled={!text.trim()} onOk={() => make.mutate()} onClose={onClose}>
      <YamlField value={text} onChange={setText} />
      {report && <Problems report={report} />}
    </Dialog>
  );
}

/** A field for the text of a playbook, which can also be taken from a file. */
export function YamlField({ value, onChange }: { value: string; onChange(text: string): void }) {
  const t = useT();
  const file = useRef<HTMLInputElement>(null);
  const take = async (picked: File | undefined) => {
    if (picked) onChange(await picked.text());
  };
  return (
    <Field label={t('playbook.yaml')} hint={t('playbook.yaml_hint')}>
      {(id) => (
        <>
          <Input.TextArea id={id} className="yaml" spellCheck={false} autoSize={{ minRows: 12, maxRows: 20 }} value={value} onChange={(event) => onChange(event.target.value)} />
          <input ref={file} type="file" accept=".yaml,.yml,text/yaml" hidden aria-label={t('playbook.file')} onChange={(event) => { void take(event.target.files?.[0]); event.target.value = ''; }} />
          <Button size="small" icon={<UploadOutlined />} onClick={() => file.current?.click()}>{t('playbook.file')}</Button>
        </>
      )}
    </Field>
  );
}

/** How long after the last key a text is looked at, in ms. */
const rest = 500;

/** What a text is like, a moment after it was typed. */
export function useReport(shop: string, text: string): PlaybookReport | undefined {
  const [report, setReport] = useState<PlaybookReport>();
  useEffect(() => {
    if (!text.trim()) return;
    let over = false;
    const look = setTimeout(() => void examine(shop, { text }).then((got) => over || setReport(got), () => undefined), rest);
    return () => {
      over = true;
      clearTimeout(look);
    };
  }, [shop, text]);
  return text.trim() ? report : undefined;
}
