import decodeQR from 'qr/decode.js';

function read(canvas: HTMLCanvasElement, source: CanvasImageSource, width: number, height: number): string | null {
  const scale = Math.min(1, 900 / Math.max(width, height, 1));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return null;
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return null;
  }
}

/** The text of a QR code in a picture; null where none is found. */
export async function qrIn(file: Blob): Promise<string | null> {
  try {
    const picture = await createImageBitmap(file);
    const text = read(document.createElement('canvas'), picture, picture.width, picture.height);
    picture.close();
    return text;
  } catch {
    return null;
  }
}

/** Looks through the camera until a code is seen. Gives what stops it. */
export function watchCamera(video: HTMLVideoElement, found: (text: string) => void, none: () => void): () => void {
  let stream: MediaStream | null = null;
  let over = false;
  let timer = 0;
  const canvas = document.createElement('canvas');
  const stop = (): void => {
    over = true;
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  const glance = (): void => {
    if (over) return;
    const text = video.videoWidth > 0 ? read(canvas, video, video.videoWidth, video.videoHeight) : null;
    if (text === null) timer = window.setTimeout(glance, 120);
    else {
      stop();
      found(text);
    }
  };
  const begin = async (): Promise<void> => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      if (over) return stop();
      video.srcObject = stream;
      await video.play();
      glance();
    } catch {
      none();
    }
  };
  void begin();
  return stop;
}
