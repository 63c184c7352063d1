import { InboxOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Progress, Select, Upload } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { importQuery, uploadOrders } from './api';
import { keys, type Kind } from './keys';

/** Takes the file, and says for which shop it is. */
export function UploadStep({ kind, onDone }: { kind: Kind; onDone(id: string): void }) {
  const t = useT();
  const me = useMe();
  const cache = useQueryClient();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'order.write') && (kind !== 'register' || mayIn(me, each.id, 'case.write')));
  const [shop, setShop] = useState(shops.length === 1 ? shops[0]!.id : '');
  const [part, setPart] = useState(0);
  const send = useMutation({
    mutationFn: (file: File) => uploadOrders(kind, shop, file, setPart),
    onSuccess: (made) => {
      cache.setQueryData(importQuery(made.import.id).queryKey, made);
      void cache.invalidateQueries({ queryKey: [...keys.imports, 'list'] });
      onDone(made.import.id);
    },
  });
  return (
    <div className="import-upload">
      {shops.length > 1 && (
        <Field label={t('import.shop')} required>
          {(id) => <Select id={id} value={shop || undefined} placeholder={t('import.shop_choose')} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}
        </Field>
      )}
      <Upload.Dragger
        accept=".csv,.xlsx,.txt" maxCount={1} showUploadList={false} disabled={!shop || send.isPending}
        beforeUpload={(file) => { setPart(0); send.mutate(file as unknown as File); return false; }}
      >
        <p className="import-icon"><InboxOutlined /></p>
        <p>{t(shop ? 'import.drop_here' : 'import.shop_first')}</p>
        <p className="quiet">{t('import.kinds')}</p>
      </Upload.Dragger>
      {send.isPending && <Progress percent={Math.round(part * 100)} format={(n) => (n === 100 ? t('import.reading') : `${n}%`)} />}
      <Problem error={send.error} />
    </div>
  );
}
