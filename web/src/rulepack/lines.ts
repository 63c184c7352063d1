/** The lines of a field that hold something. */
export function linesOf(text: string): string[] {
  return text.split('\n').map((each) => each.trim()).filter(Boolean);
}

/** A line of a text, and whether another text has it too. */
export interface Line {
  text: string;
  kind: 'same' | 'gone' | 'new';
}

/** How one text became another, line by line. */
export function compare(before: string, after: string): Line[] {
  const a = before ? before.replace(/\n$/, '').split('\n') : [];
  const b = after ? after.replace(/\n$/, '').split('\n') : [];
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  const all: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      all.push({ text: a[i]!, kind: 'same' });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || common[i + 1]![j]! >= common[i]![j + 1]!)) all.push({ text: a[i++]!, kind: 'gone' });
    else all.push({ text: b[j++]!, kind: 'new' });
  }
  return all;
}
