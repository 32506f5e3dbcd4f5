import { withoutShapes } from '../../events/secret-forms.ts';

/** Hidden files, and files that usually contain keys and passwords: neither read nor recorded. */
export const secretive =
  /(?:^|\/)(?:\.[^/]*(?:\/|$)|id_(?:rsa|dsa|ecdsa|ed25519)$|credentials(?:\.\w{1,10})?$|secrets?\.\w{1,10}$|[^/]*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|env)$)/i;

export const looksLikeKey = (text: string): boolean => withoutShapes(text, [], '') !== text;
