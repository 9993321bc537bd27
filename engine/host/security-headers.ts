/**
 * What a page of the interface may do, whichever host serves it: nothing but what is listed. Its scripts, worklets,
 * styles, fonts and pictures come with it, and it talks to its own host alone.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "connect-src 'self'",
].join('; ');

/** Headers of every answer. The microphone is left alone: without it, browsers hide the names of output devices. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), display-capture=(), geolocation=(), payment=(), usb=(), serial=(), hid=()',
};

/**
 * The same for pages that use web sockets.
 * @param origins where these may go: older browsers do not count them to the page's own origin
 */
export function securityHeadersWithSockets(origins: readonly string[]): Readonly<Record<string, string>> {
  return {
    ...SECURITY_HEADERS,
    'Content-Security-Policy': [CONTENT_SECURITY_POLICY, ...origins].join(' '),
  };
}
