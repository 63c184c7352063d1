import { LeftOutlined, RedoOutlined, RightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useEffect, useRef, useState, type PointerEvent, type WheelEvent } from 'react';
import type { Case, Evidence, EvidenceItem } from '../api/wire';
import { Compare, Goods, goods, usePhotos } from './compare';
import { Facts } from './facts';
import { Thumbs } from './thumbs';
import { useT } from './words';

interface Props {
  complaint: Case;
  evidence: Evidence;
  id: string;
  mayWrite: boolean;
  onShow(id: string): void;
  onClose(): void;
}

/** One item large, and what is known of it. */
export function Viewer({ complaint, evidence, id, mayWrite, onShow, onClose }: Props) {
  const t = useT();
  const at = evidence.items.findIndex((each) => each.id === id);
  const item = evidence.items[at];
  const [beside, setBeside] = useState('');
  const photo = usePhotos(complaint).find((each) => each.id === beside);
  const other = evidence.items.find((each) => each.id === beside && each.id !== id) ?? (photo && { ...photo, media_type: 'image/jpeg' });
  const step = (by: number) => {
    const next = evidence.items[at + by];
    if (next) onShow(next.id);
  };
  const keep = useRef(step);
  useEffect(() => {
    keep.current = step;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.closest('input, textarea, [role="combobox"], video')) return;
      if (event.key === 'ArrowLeft') keep.current(-1);
      if (event.key === 'ArrowRight') keep.current(1);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  if (!item) return null;
  return (
    <Modal open className="evidence-viewer" width="min(1320px, calc(100vw - 32px))" title={t('evidence.of_case', { number: complaint.number })} footer={null} onCancel={onClose}>
      <Compare complaint={complaint} evidence={evidence} item={item} value={other || beside === goods ? beside : ''} onChange={setBeside} />
      <div className="evidence-view">
        <div className="evidence-stage">
          <Pane key={item.id} item={item} />
          {beside === goods && <Goods complaint={complaint} />}
          {other && <Pane key={other.id} item={other} />}
          <Button className="evidence-prev" shape="circle" icon={<LeftOutlined />} disabled={at === 0} aria-label={t('evidence.previous')} onClick={() => step(-1)} />
          <Button className="evidence-next" shape="circle" icon={<RightOutlined />} disabled={at === evidence.items.length - 1} aria-label={t('evidence.next')} onClick={() => step(1)} />
        </div>
        <Facts item={item} evidence={evidence} mayWrite={mayWrite} />
      </div>
      <Thumbs items={evidence.items} pieces={evidence.checklist} current={item.id} onShow={onShow} />
    </Modal>
  );
}

/** The whole of a file: a picture to be enlarged, moved and turned, a video to be played, a paper to be opened. */
export function Pane({ item }: { item: Pick<EvidenceItem, 'url' | 'name' | 'media_type'> }) {
  const t = useT();
  if (item.media_type.startsWith('video/')) return <video className="evidence-video" src={item.url} controls preload="metadata" aria-label={item.name} />;
  if (!item.media_type.startsWith('image/')) {
    return <div className="evidence-paper"><b>{item.name}</b><Button href={item.url} target="_blank" rel="noreferrer">{t('evidence.open_file')}</Button></div>;
  }
  return <Picture src={item.url} name={item.name} />;
}

const most = 8;

function Picture({ src, name }: { src: string; name: string }) {
  const t = useT();
  const [zoom, setZoom] = useState(1);
  const [turn, setTurn] = useState(0);
  const [shift, setShift] = useState({ x: 0, y: 0 });
  const held = useRef<{ x: number; y: number } | null>(null);
  const scale = (by: number) => {
    const next = Math.min(most, Math.max(1, zoom * by));
    setZoom(next);
    if (next === 1) setShift({ x: 0, y: 0 });
  };
  const wheel = (event: WheelEvent) => scale(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  const grab = (event: PointerEvent) => {
    if (zoom === 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { x: event.clientX - shift.x, y: event.clientY - shift.y };
  };
  const drag = (event: PointerEvent) => held.current && setShift({ x: event.clientX - held.current.x, y: event.clientY - held.current.y });
  return (
    <div className="evidence-picture" onWheel={wheel} onPointerDown={grab} onPointerMove={drag} onPointerUp={() => (held.current = null)} onDoubleClick={() => scale(zoom > 1 ? 1 / most : 3)}>
      <img src={src} alt={name} draggable={false} style={{ transform: `translate(${shift.x}px, ${shift.y}px) scale(${zoom}) rotate(${turn}deg)`, cursor: zoom > 1 ? 'grab' : 'zoom-in' }} />
      <div className="evidence-tools" onPointerDown={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}>
        <Button size="small" icon={<ZoomOutOutlined />} disabled={zoom === 1} aria-label={t('evidence.smaller')} onClick={() => scale(1 / 1.5)} />
        <span>{Math.round(zoom * 100)}%</span>
        <Button size="small" icon={<ZoomInOutlined />} disabled={zoom === most} aria-label={t('evidence.larger')} onClick={() => scale(1.5)} />
        <Button size="small" icon={<RedoOutlined />} aria-label={t('evidence.turn')} onClick={() => setTurn((turn + 90) % 360)} />
      </div>
    </div>
  );
}
