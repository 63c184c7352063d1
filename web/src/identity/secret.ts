// Letters that look alike are left out: passwords are read from screens and typed by hand.
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A password nobody guesses: four groups of four letters, 80 bits. */
export function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const all = Array.from(bytes, (byte) => letters[byte % letters.length]).join('');
  return all.match(/.{4}/g)!.join('-');
}
