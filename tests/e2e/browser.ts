import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** A Chromium: the one AWNA_CHROMIUM names, else an installed one, else the one that comes as a package. */
export async function chromiumPath(): Promise<string> {
  const named = process.env['AWNA_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const installed = usual.find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/** Chromium without its errands: nothing here may speak to anyone but the relay under test. */
export async function launch(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: await chromiumPath(),
    headless: true,
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** How somebody holds the app. */
export interface Hands {
  readonly lang: 'ar' | 'en';
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
  /** Through which this phone reaches everything else. */
  readonly proxy?: { readonly server: string };
}

/** A person's phone: a browser profile of its own, with what went wrong on its pages. */
export interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors on the console and exceptions, in order; a story ends with none. */
  readonly troubles: string[];
}

export async function phone(browser: Browser, hands: Hands): Promise<Phone> {
  const { lang, width = 390, height = 844, dark = false, reducedMotion = true, proxy } = hands;
  const context = await browser.newContext({
    locale: lang === 'ar' ? 'ar-JO' : 'en-GB',
    viewport: { width, height },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    ...(proxy ? { proxy } : {}),
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') troubles.push(line.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  return { context, page, troubles };
}
