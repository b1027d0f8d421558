/** A picture made small enough to travel: redrawn, so that nothing of the camera's notes (place, time, model) is left. */
export interface Small {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly w: number;
  readonly h: number;
}

const longestSide = 1280;
const mostBytes = 900_000;

const drawn = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> =>
  new Promise((done) => canvas.toBlob(done, type, quality));

async function encoded(canvas: HTMLCanvasElement): Promise<Blob | null> {
  for (const quality of [0.82, 0.6, 0.4]) {
    for (const type of ['image/webp', 'image/jpeg']) {
      const blob = await drawn(canvas, type, quality);
      // A browser that cannot write a format writes PNG instead.
      if (blob && blob.type === type && blob.size <= mostBytes) return blob;
    }
  }
  return null;
}

/** Null where the file is no picture that this browser can open. */
export async function shrink(file: Blob): Promise<Small | null> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await encoded(canvas);
    return blob && { bytes: new Uint8Array(await blob.arrayBuffer()), type: blob.type, w: canvas.width, h: canvas.height };
  } catch {
    return null;
  }
}
