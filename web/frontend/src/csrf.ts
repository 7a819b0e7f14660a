/** The token that every writing request carries. */

/** Return the headers that prove a request comes from our own page. */
export function csrfHeaders(): Record<string, string> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return token ? { "X-CSRF-Token": token } : {};
}
