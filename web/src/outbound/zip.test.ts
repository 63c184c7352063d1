// @vitest-environment node
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chosenOf } from './files';
import { entriesOf } from './zip';

interface Packed { name: Buffer; content: Buffer; method?: number; flags?: number }

/** An archive as Windows, phones and command lines write them. */
function zip(all: Packed[]): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const { name, content, method = 8, flags = 0 } of all) {
    const packed = method === 8 ? deflateRawSync(content) : content;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, name, packed);
    list.push(entry, name);
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(all.length, 10);
  end.writeUInt32LE(list.reduce((sum, each) => sum + each.length, 0), 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...list, end]);
}

const text = Buffer.from('what a photo holds '.repeat(50));

describe('archives', () => {
  it('are listed and unpacked one by one', async () => {
    const gbk = Buffer.from([0xd5, 0xfd, 0xc3, 0xe6, 0x2e, 0x6a, 0x70, 0x67]);
    const found = await entriesOf(new Blob([zip([
      { name: Buffer.from('SF1/'), content: Buffer.alloc(0), method: 0 },
      { name: Buffer.from('SF1/a.jpg'), content: text },
      { name: Buffer.from('b.png'), content: text, method: 0 },
      { name: gbk, content: text },
      { name: Buffer.from('c.jpg'), content: text, flags: 1 },
      { name: Buffer.from('d.jpg'), content: text, method: 93 },
    ])]));
    expect(found?.map(({ path, trouble }) => [path, trouble])).toEqual([['SF1/a.jpg', undefined], ['b.png', undefined], [new TextDecoder('gbk').decode(gbk), undefined], ['c.jpg', 'locked'], ['d.jpg', 'method']]);
    for (const n of [0, 1, 2]) expect(Buffer.from(await (await found![n]!.unpack()).arrayBuffer()).equals(text)).toBe(true);
  });

  it('that are none, or cut off, are told', async () => {
    expect(await entriesOf(new Blob(['no archive']))).toBeNull();
    expect(await entriesOf(new Blob([zip([{ name: Buffer.from('a.jpg'), content: text }]).subarray(60)]))).toBeNull();
  });

  it('give their own name as a folder, and what nobody chose is left out', async () => {
    const file = (content: BlobPart, name: string) => new File([content], name);
    const chosen = await chosenOf([
      { path: 'SF123.zip', file: file(zip([{ name: Buffer.from('in/1.jpg'), content: text }, { name: Buffer.from('__MACOSX/in/._1.jpg'), content: text }]), 'SF123.zip') },
      { path: 'x/.DS_Store', file: file('x', '.DS_Store') },
      { path: 'x/note.txt', file: file('x', 'note.txt') },
      { path: 'bad.zip', file: file('x', 'bad.zip') },
    ]);
    expect(chosen.map(({ folder, name, trouble }) => [folder, name, trouble])).toEqual([['SF123/in', '1.jpg', undefined], ['x', 'note.txt', 'no_photo'], ['', 'bad.zip', 'zip_bad']]);
  });
});
