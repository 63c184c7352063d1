import { UnorderedListOutlined } from '@ant-design/icons';
import type { Message } from '../api/wire';
import { useT } from '../i18n';
import { CopyText } from '../ui/copy';

/** Options in the thread, as they were sent; how they stand is told in the panel. */
export function OptionsCard({ message }: { message: Message }) {
  const t = useT();
  return (
    <article className="card" aria-label={t('option.card')}>
      <header><UnorderedListOutlined /><b>{t('option.card')}</b></header>
      <p className="option-lines">{message.text}</p>
      <footer><span /><CopyText text={message.text} /></footer>
    </article>
  );
}
