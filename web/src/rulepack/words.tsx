import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { RuleChoices, RuleShelf, RuleWord } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { choose, keys } from './api';
import { linesOf } from './lines';

interface Props {
  shop: string;
  shelf: RuleShelf;
  edits: boolean;
}

/** Platforms where the shop sells, names of its goods, and words that buyers do not know. */
export function Words({ shop, shelf, edits }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const [draft, setDraft] = useState<RuleChoices>();
  const now = draft ?? shelf.choices;
  const [names, setNames] = useState<string>();
  const save = useMutation({
    mutationFn: () => choose(shop, { ...now, names: names === undefined ? now.names : linesOf(names), words: now.words.filter((each) => each.word.trim() || each.plain.trim()) }),
    onSuccess: () => {
      setDraft(undefined);
      setNames(undefined);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
  const fill = (part: Partial<RuleChoices>) => setDraft({ ...now, ...part });
  return (
    <form className="page-card" aria-label={t('rulepack.tab.words')} onSubmit={(event) => (event.preventDefault(), save.mutate())}>
      <section className="settings-part">
        <h2>{t('rulepack.platforms')}</h2>
        <p className="quiet">{t('rulepack.platforms_hint')}</p>
        <Checkbox.Group disabled={!edits} value={now.platforms} options={shelf.platforms.map((value) => ({ value, label: tOr(`rulepack.platform.${value}`, value) }))} onChange={(platforms) => fill({ platforms })} />
      </section>
      <section className="settings-part settings-fields">
        <h2>{t('rulepack.names')}</h2>
        <p className="quiet">{t('rulepack.names_hint')}</p>
        <Field label={t('rulepack.names_label')}>
          {(id) => <Input.TextArea id={id} disabled={!edits} autoSize={{ minRows: 3, maxRows: 12 }} value={names ?? now.names.join('\n')} onChange={(e) => { setNames(e.target.value); fill({}); }} />}
        </Field>
      </section>
      <section className="settings-part">
        <h2>{t('rulepack.words')}</h2>
        <p className="quiet">{t('rulepack.words_hint')}</p>
        <WordRows words={now.words} edits={edits} onChange={(words) => fill({ words })} />
      </section>
      {edits && (
        <div className="settings-save">
          <Button type="primary" htmlType="submit" disabled={!draft} loading={save.isPending}>{t('act.save')}</Button>
          {draft && <Button type="text" onClick={() => { setDraft(undefined); setNames(undefined); save.reset(); }}>{t('rulepack.drop')}</Button>}
          <Problem error={save.error} />
        </div>
      )}
    </form>
  );
}

function WordRows({ words, edits, onChange }: { words: RuleWord[]; edits: boolean; onChange(words: RuleWord[]): void }) {
  const t = useT();
  const put = (at: number, part: Partial<RuleWord>) => onChange(words.map((each, i) => (i === at ? { ...each, ...part } : each)));
  return (
    <div className="rule-words">
      {words.length > 0 && <div className="rule-word-head"><span>{t('rulepack.word')}</span><span>{t('rulepack.plain')}</span></div>}
      {words.map(({ word, plain }, i) => (
        <div key={i} className="rule-word">
          <Input aria-label={t('rulepack.word_of', { n: i + 1 })} disabled={!edits} maxLength={30} value={word} onChange={(e) => put(i, { word: e.target.value })} />
          <Input aria-label={t('rulepack.plain_of', { n: i + 1 })} disabled={!edits} maxLength={60} value={plain} onChange={(e) => put(i, { plain: e.target.value })} />
          {edits && <Button type="text" icon={<DeleteOutlined />} aria-label={t('rulepack.word_remove', { word: word || String(i + 1) })} onClick={() => onChange(words.filter((_, at) => at !== i))} />}
        </div>
      ))}
      {edits && <Button icon={<PlusOutlined />} onClick={() => onChange([...words, { word: '', plain: '' }])}>{t('rulepack.word_add')}</Button>}
    </div>
  );
}
