import { STATUS_CODES } from 'node:http';

/** Where an answer stands: `secure` when it came over https, so that the browser may be held to it. */
export interface Place {
  readonly secure: boolean;
  /** Whether it is for devices (`/v1`), which may come from any origin, or part of the app. */
  readonly open: boolean;
}

const policy = (secure: boolean): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    // Spaces may live on other relays. On plain http (localhost, a hotspot) those are plain too.
    `connect-src 'self' https: wss:${secure ? '' : ' http: ws:'}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types svelte-trusted-html awna 'allow-duplicates'",
  ].join('; ');

const denied = [
  'accelerometer',
  'autoplay',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
];
const deniedToo = [
  'magnetometer',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];
const permissions = ['camera=(self)', 'microphone=(self)', ...[...denied, ...deniedToo].map((name) => `${name}=()`)].join(', ');

/** What every answer carries, whatever its status. */
export function headersOf({ secure, open }: Place): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy(secure),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': open ? 'cross-origin' : 'same-origin',
    'permissions-policy': permissions,
    ...(secure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains; preload' } : {}),
    ...(open ? { 'access-control-allow-origin': '*', 'cache-control': 'no-store' } : {}),
  };
}

/** An answer written by hand, where no request could be made of what came in. */
export function rawAnswer(status: number): string {
  const lines = Object.entries(headersOf({ secure: false, open: true })).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, 'content-length: 0', 'connection: close', '', ''].join('\r\n');
}
