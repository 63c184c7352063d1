type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What became of one thing; what was not there is undefined. */
export interface Difference {
  /** "settings.response_target_minutes" */
  path: string;
  from?: Json;
  to?: Json;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** The values of an object by their path; lists stay whole. */
function leaves(value: Json, path = ''): Map<string, Json> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map(path && value !== null && value !== '' ? [[path, value]] : []);
  return new Map(Object.entries(value).flatMap(([name, each]) => [...leaves(each, path ? `${path}.${name}` : name)]));
}

/** Names of things are told; the ids by which programs know them are not. */
const isTold = (path: string) => !/(^|\.|_)id$/.test(path);

const first = ['name', 'login', 'key'];
const rank = (path: string) => (first.includes(path) ? first.indexOf(path) : first.length);

/** What a change said: against the time before, if that is known. */
export function differences(payload: string, before: string): Difference[] {
  const [now, then] = [leaves(parsed(payload)), leaves(parsed(before))];
  const found: Difference[] = [];
  for (const [path, to] of now) {
    const from = then.get(path);
    if (JSON.stringify(from) !== JSON.stringify(to)) found.push({ path, from, to });
  }
  for (const [path, from] of then) {
    if (!now.has(path)) found.push({ path, from });
  }
  // Of what is new, a no says nothing; what it is called comes first.
  return found.filter(({ path, to }) => isTold(path) && (before !== '' || to !== false)).sort((a, b) => rank(a.path) - rank(b.path));
}

/** What of one list is not in another, each as a text. */
export function without(some: Json | undefined, others: Json | undefined): string[] {
  const list = (value?: Json) => (Array.isArray(value) ? value.map(String) : []);
  return list(some).filter((each) => !list(others).includes(each));
}
