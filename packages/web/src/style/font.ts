import address from '@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2?url';

/** The letters of Arabic, Persian, Urdu, Kurdish and Pashto; Latin stays with the system's own. */
const range = 'U+0600-06FF, U+0750-077F, U+0870-088E, U+0890-0891, U+0897-08E1, U+08E3-08FF, U+200C-200E, U+FB50-FDFF, U+FE70-FEFC';

/** Fetches the reading font and lets the page use it. */
export async function loadFont(): Promise<void> {
  const face = new FontFace('Vazirmatn Variable', `url(${address}) format('woff2')`, {
    weight: '100 900',
    unicodeRange: range,
    display: 'swap',
  });
  document.fonts.add(await face.load());
}
