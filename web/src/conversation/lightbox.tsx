import { Image } from 'antd';
import type { FileInfo } from '../api/wire';

interface Props {
  pictures: FileInfo[];
  index: number;
  onMove(index: number): void;
  onClose(): void;
}

/** Pictures in full size, to be enlarged and turned. */
export default function Lightbox({ pictures, index, onMove, onClose }: Props) {
  return (
    <Image.PreviewGroup
      items={pictures.map((file) => ({ src: file.url, alt: file.name }))}
      preview={{ open: true, current: index, onChange: onMove, onOpenChange: (open) => !open && onClose() }}
    />
  );
}
