/** One thing that the buyer is asked to show. */
export interface Asked {
  piece: string;
  text: string;
}

/** A file on its way in, as the server has it. */
export interface Upload {
  id: string;
  key: string;
  piece: string;
  name: string;
  size: number;
  /** Bytes that are there; the next part begins here. */
  offset: number;
  state: 'open' | 'done' | 'refused';
  item_id: string;
}

/** A file that was given. */
export interface Given {
  id: string;
  piece: string;
  name: string;
  media_type: string;
  size: number;
  thumb: boolean;
}

/** What the holder of a link is asked for. */
export interface Giving {
  shop: string;
  zone: string;
  words: string;
  pieces: Asked[];
  uploads: Upload[];
  items: Given[];
  ends_at: string;
  limits: { files: number; file_bytes: number; bytes: number };
  now: string;
}
