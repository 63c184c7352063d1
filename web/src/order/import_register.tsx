import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Select } from 'antd';
import { isChanged } from '../api/problem';
import type { OrderImportDetail, OrderMapping, WordMeaning } from '../api/wire';
import { scenarioGroups, type Group } from '../complaint/scenarios';
import { t as sentenceOf, useT } from '../i18n';
import { teamQuery } from '../team/api';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { importQuery, mapImport } from './api';

/** What the types of a register mean, and who gets what is still open. Each choice shows at once what becomes of the file. */
export function RegisterChoices({ detail }: { detail: OrderImportDetail }) {
  const t = useT();
  const cache = useQueryClient();
  const { import: file, preview } = detail;
  const query = importQuery(file.id);
  const save = useMutation({
    mutationFn: (change: Partial<OrderMapping>) => mapImport(file.id, file.version, { ...file.mapping, ...change }),
    onSuccess: (next) => cache.setQueryData(query.queryKey, next),
    onError: (error) => (isChanged(error) ? cache.invalidateQueries({ queryKey: query.queryKey }) : undefined),
  });
  const mean = (words: string, meaning: string | undefined) => {
    const values = { ...file.mapping.values };
    if (meaning) values[words] = meaning;
    else delete values[words];
    save.mutate({ values });
  };
  return (
    <section aria-label={t('import.types')}>
      <header className="import-head"><h2>{t('import.types')}</h2></header>
      <p className="quiet">{t('import.types_hint')}</p>
      <div className="import-scroll">
        <table className="list-table import-types">
          <thead><tr><th>{t('import.type_words')}</th><th>{t('import.type_rows')}</th><th>{t('case.scenario')}</th></tr></thead>
          <tbody>{preview?.values.map((each) => <TypeRow key={each.words} value={each} busy={save.isPending} onMean={(meaning) => mean(each.words, meaning)} />)}</tbody>
        </table>
      </div>
      <Owner shop={file.shop_id} value={file.mapping.owner} busy={save.isPending} onChange={(owner) => save.mutate({ owner })} />
      <Problem error={save.error} conflict={isChanged(save.error)} />
    </section>
  );
}

function TypeRow({ value, busy, onMean }: { value: WordMeaning; busy: boolean; onMean(meaning: string | undefined): void }) {
  const t = useT();
  const words = value.words || t('import.type_unsaid');
  return (
    <tr>
      <td>{words}</td>
      <td>{value.rows}</td>
      <td>
        <Select
          aria-label={t('import.type_means', { words })} className="import-meaning" showSearch={{ optionFilterProp: 'label' }} disabled={busy} allowClear={!value.guessed}
          value={value.meaning || undefined} placeholder={t(value.words ? 'import.type_choose' : 'import.type_read')} options={scenarios()} popupMatchSelectWidth={false} onChange={onMean}
        />
        {value.guessed && value.meaning && <span className="quiet"> {t('import.type_guessed')}</span>}
      </td>
    </tr>
  );
}

function scenarios() {
  return (Object.keys(scenarioGroups) as Group[]).map((group) => ({
    label: sentenceOf(`scenario_group.${group}`),
    options: scenarioGroups[group].map((value) => ({ value, label: sentenceOf(`scenario.${value}`) })),
  }));
}

function Owner({ shop, value, busy, onChange }: { shop: string; value?: string; busy: boolean; onChange(owner: string): void }) {
  const t = useT();
  const team = useQuery(teamQuery(shop));
  return (
    <div className="import-owner">
      <Field label={t('import.owner')} hint={t('import.owner_hint')}>
        {(id) => (
          <Select
            id={id} allowClear disabled={busy} value={value || undefined} placeholder={t('import.owner_me')} loading={team.isPending}
            options={team.data?.map((each) => ({ value: each.id, label: each.name }))} onChange={(owner?: string) => onChange(owner ?? '')}
          />
        )}
      </Field>
    </div>
  );
}
