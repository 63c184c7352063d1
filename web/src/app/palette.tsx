import { SearchOutlined } from '@ant-design/icons';
import { Input, Modal } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import { useT } from '../i18n';
import { useCommands, type Command } from './commands';
import { useFound } from './palette_hits';

/** Everything one can do or open, by typing a part of its name. */
export default function Palette({ onClose, onKeys }: { onClose(): void; onKeys(): void }) {
  const t = useT();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const known = matching(useCommands(onKeys), words);
  const found = [...known, ...useFound(words, known)];
  const chosen = Math.min(at, found.length - 1);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((chosen + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[chosen]);
    }
  };
  return (
    <Modal open onCancel={onClose} footer={null} closable={false} width={560} className="palette" style={{ top: 110 }} aria-label={t('palette.label')}>
      <Input
        autoFocus size="large" prefix={<SearchOutlined />} placeholder={t('palette.placeholder')} value={words}
        role="combobox" aria-expanded aria-controls="palette-list" aria-label={t('palette.label')}
        aria-activedescendant={found[chosen] && `palette-${found[chosen].id}`}
        onChange={(event) => { setWords(event.target.value); setAt(0); }} onKeyDown={press}
      />
      <ul id="palette-list" role="listbox" aria-label={t('palette.label')}>
        {found.map((each, index) => <Row key={each.id} command={each} on={index === chosen} onHover={() => setAt(index)} onRun={() => run(each)} />)}
      </ul>
      {found.length === 0 && <p className="palette-none">{t('palette.none')}</p>}
    </Modal>
  );
}

function Row({ command, on, onHover, onRun }: { command: Command; on: boolean; onHover(): void; onRun(): void }) {
  return (
    <li
      id={`palette-${command.id}`} role="option" aria-selected={on} className={on ? 'palette-on' : undefined}
      onMouseMove={onHover} onClick={onRun} ref={(node) => { if (on) node?.scrollIntoView({ block: 'nearest' }); }}
    >
      {command.icon}
      <span>{command.name}</span>
      {(command.shown || command.more) && <em>{command.shown ?? command.more}</em>}
      {command.keys && <kbd>{command.keys}</kbd>}
    </li>
  );
}

const most = 60;

function matching(commands: Command[], words: string): Command[] {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return commands.filter((each) => !each.onlyByName);
  return commands.filter((each) => `${each.name} ${each.more ?? ''}`.toLowerCase().includes(wanted)).slice(0, most);
}
