/**
 * The line that begins a private key, and enough of the key behind it: PEM (RFC 7468, with RFC 1421's headers), OpenSSH's
 * own (PROTOCOL.key), an SSH2 block, and PuTTY's file. A text that only looks for such a line holds none.
 */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY-----(?:\\n|\s){0,80}(?:[\w-]{1,30}: [^\r\n]{1,100}\s{1,80}){0,3}[\w+/=]{40}|---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----|PuTTY-User-Key-File-[1-3]: /gu;

/** Where private keys begin in a text, as offsets. Nothing of a key comes out. */
export const privateKeysIn = (text: string): readonly number[] =>
  [...text.matchAll(PRIVATE_KEY)].map(({ index }) => index);

/** Whether a text holds a private key. */
export const holdsPrivateKey = (text: string): boolean => privateKeysIn(text).length > 0;
