import { useMutation } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { importTraces, useParcelsChanged } from './api';

/** Traces out of a table of the carrier's, for shops without a service that tells them. */
export function ImportDialog({ shops, onClose }: { shops: { id: string; name: string }[]; onClose(): void }) {
  const t = useT();
  const changed = useParcelsChanged();
  const [shop, setShop] = useState(shops[0]?.id ?? '');
  const [content, setContent] = useState('');
  const read = useMutation({ mutationFn: () => importTraces(shop, content), onSuccess: () => void changed() });
  const result = read.data;
  const load = (file?: File) => void file?.text().then(setContent);
  return (
    <Dialog title={t('parcel.import_title')} ok={t(result ? 'parcel.close' : 'parcel.import_ok')} done={Boolean(result)} busy={read.isPending} error={read.error} disabled={!result && content.trim() === ''} width={640} onOk={() => (result ? onClose() : read.mutate())} onClose={onClose}>
      {result
        ? <Result fresh={result.fresh} wrong={result.wrong} />
        : (
          <>
            {shops.length > 1 && <Field label={t('parcel.shop')}>{(id) => <Select id={id} className="wide" value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}</Field>}
            <Field label={t('parcel.table')} hint={t('parcel.table_hint')}>
              {(id) => <Input.TextArea id={id} autoFocus value={content} placeholder={t('parcel.table_sample')} autoSize={{ minRows: 6, maxRows: 14 }} onChange={(event) => setContent(event.target.value)} />}
            </Field>
            <input type="file" aria-label={t('parcel.file')} accept=".csv,text/csv,text/plain" onChange={(event) => load(event.target.files?.[0])} />
          </>
        )}
    </Dialog>
  );
}

function Result({ fresh, wrong }: { fresh: number; wrong: { line: number; detail: string }[] }) {
  const t = useT();
  return (
    <>
      <p>{t('parcel.import_fresh', { n: fresh })}</p>
      {wrong.length > 0 && <p className="form-error">{t('parcel.import_wrong', { n: wrong.length })}</p>}
      <ul className="parcel-wrong">{wrong.slice(0, 30).map((each) => <li key={`${each.line}-${each.detail}`}>{t('parcel.import_line', { n: each.line, why: each.detail })}</li>)}</ul>
    </>
  );
}
