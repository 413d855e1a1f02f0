const SENT_AS_THEY_ARE = ['image/jpeg', 'image/png', 'image/gif'];
const LIMIT = 2 * 1024 * 1024;
const LONGEST_SIDE = 2400;
const QUALITY = 0.86;

/** A picture that is too large, or of a kind that WeChat does not take, is redrawn as JPEG. */
export async function fitting(file: File): Promise<File> {
  const fits = SENT_AS_THEY_ARE.includes(file.type) && file.size <= LIMIT;
  if (!file.type.startsWith('image/') || file.type === 'image/svg+xml' || fits) return file;
  try {
    return await redrawn(file);
  } catch {
    // This browser cannot read the picture, so it is sent as a file.
    return file;
  }
}

async function redrawn(file: File): Promise<File> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext('2d');
  if (!pen) return file;
  // JPEG has no transparency, so the background would become black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  return blob ? new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: blob.type }) : file;
}
