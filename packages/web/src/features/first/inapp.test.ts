import { expect, it } from 'vitest';
import { insideAnotherApp } from './inapp.ts';

const phone = 'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko)';

it('browsers inside other apps are told apart from real ones', () => {
  for (const inside of ['WhatsApp/2.23', '[FBAN/FBIOS;FBAV/400]', 'Instagram 300.0', 'Line/13.1'])
    expect(insideAnotherApp(`${phone} ${inside}`), inside).toBe(true);
  expect(insideAnotherApp(`Mozilla/5.0 (Linux; Android 14; Pixel 7; wv) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36`)).toBe(true);
  for (const real of ['Chrome/119.0 Mobile Safari/537.36', 'Version/17.0 Mobile/15E148 Safari/604.1'])
    expect(insideAnotherApp(`${phone} ${real}`), real).toBe(false);
});
