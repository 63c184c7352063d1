import { FilePdfOutlined, PlayCircleFilled, SwapOutlined } from '@ant-design/icons';
import type { EvidenceItem, EvidencePiece } from '../api/wire';
import { pieceName, useT } from './words';

interface Props {
  items: EvidenceItem[];
  pieces: EvidencePiece[];
  /** The one that is shown large. */
  current?: string;
  onShow(id: string): void;
}

/** All there is, small. What is the same as in another case is marked. */
export function Thumbs({ items, pieces, current, onShow }: Props) {
  const t = useT();
  if (items.length === 0) return null;
  return (
    <ul className="evidence-thumbs">
      {items.map((each) => {
        const piece = pieces.find(({ id }) => id === each.piece);
        const name = t('evidence.item', { n: each.n }) + (piece ? ` ${pieceName(piece)}` : '');
        return (
          <li key={each.id}>
            <button type="button" className="evidence-thumb" aria-label={name} title={name} aria-pressed={current === undefined ? undefined : current === each.id} onClick={() => onShow(each.id)}>
              <Thumb item={each} />
              <em>{each.n}</em>
              {each.alike.length > 0 && <i title={t('evidence.alike_mark')}><SwapOutlined /></i>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** A small picture of an item, or what kind of file it is. */
export function Thumb({ item }: { item: Pick<EvidenceItem, 'thumb_url' | 'media_type' | 'name'> }) {
  if (item.thumb_url) return <img src={item.thumb_url} alt="" loading="lazy" />;
  return <span className="evidence-file">{item.media_type.startsWith('video/') ? <PlayCircleFilled /> : <FilePdfOutlined />}<b>{item.name}</b></span>;
}
