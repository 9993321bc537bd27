import type { CustomScheme } from 'electron';
import { readPageFile } from '../engine/host/page-files.js';
import { SECURITY_HEADERS } from '../engine/host/security-headers.js';
import type { ElectronPart } from './electron-api.js';
import { APP_SCHEME, isOwnUrl } from './origin.js';

/** To be registered before Electron is ready: only a standard, secure scheme has an origin, modules and worklets. */
export const APP_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Answers a page's request with a file of the built interface; anything else does not exist. */
export async function answerAppRequest(
  request: { readonly url: string; readonly method: string },
  rendererDir: string,
): Promise<Response> {
  if (!isOwnUrl(request.url)) return refusal(404);
  if (request.method !== 'GET') return refusal(405);
  const { pathname } = new URL(request.url);
  const file = await readPageFile(rendererDir, pathname === '/' ? '/index.html' : pathname);
  if (!file) return refusal(404);
  return new Response(file.bytes, { headers: { ...SECURITY_HEADERS, 'Content-Type': file.contentType } });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS });
}

/** Serves the built interface as `app://sotto/…`. Once Electron is ready. */
export function serveAppProtocol(electron: ElectronPart<'protocol'>, rendererDir: string): void {
  electron.protocol.handle(APP_SCHEME, (request) => answerAppRequest(request, rendererDir));
}
