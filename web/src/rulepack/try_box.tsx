import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Finding } from '../api/wire';
import { family, runs } from '../assist/spans';
import { tOr, useT } from '../i18n';
import { sentence } from '../ui/states';
import { tryRules } from './api';

interface Props {
  shop: string;
  /** A pack whose draft is tried; without one, what is in force. */
  pack?: string;
}

/** A box to try out what the rules say of a reply. */
export function TryBox({ shop, pack = '' }: Props) {
  const t = useT();
  const [buyer, setBuyer] = useState('');
  const [reply, setReply] = useState('');
  const trial = useMutation({ mutationFn: () => tryRules(shop, pack, buyer, reply).then((findings) => ({ reply, findings })) });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (reply.trim()) trial.mutate();
  };
  return (
    <form className="try-rules" onSubmit={submit}>
      <h2>{t(pack ? 'rulepack.try_draft' : 'rules.try')}</h2>
      <label><span>{t('rules.buyer')}</span><Input value={buyer} maxLength={2000} placeholder={t('rules.buyer_hint')} onChange={(e) => setBuyer(e.target.value)} /></label>
      <label><span>{t('rules.reply')}</span><Input.TextArea value={reply} maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} placeholder={t('rules.reply_hint')} onChange={(e) => setReply(e.target.value)} /></label>
      <Button type="primary" htmlType="submit" disabled={!reply.trim()} loading={trial.isPending}>{t('rules.check')}</Button>
      {trial.isError && <p className="reason" role="alert">{sentence(trial.error)}</p>}
      {trial.data && <Result {...trial.data} />}
    </form>
  );
}

function Result({ reply, findings }: { reply: string; findings: Finding[] }) {
  const t = useT();
  if (findings.length === 0) return <p className="try-result" role="status">{t('rules.clean')}</p>;
  return (
    <div className="try-result" role="status">
      <p className="underlines-shown">
        {runs(reply, findings).map(({ text, finding }, i) => finding ? <u key={i} className={`found-${family(finding.category)} found-${finding.level}`}>{text}</u> : text)}
      </p>
      <ul>
        {findings.map((each) => (
          <li key={`${each.rule} ${each.start}`} className={`found-${family(each.category)}`}>
            <b>{tOr(`assist.category.${each.category}`, each.category)}</b> {each.message} <em>{t('rules.instead', { words: each.better })}</em>
          </li>
        ))}
      </ul>
    </div>
  );
}
