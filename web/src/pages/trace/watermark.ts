// A picture as it may be looked at: who looks and when is drawn into it, over all of it, so that no screenshot is without.
const side_max = 1600;

export interface Mark {
  readonly who: string;
  readonly when: string;
  readonly what: string;
}

export async function drawMarked(canvas: HTMLCanvasElement, picture: Blob, { who, when, what }: Mark): Promise<void> {
  const bitmap = await createImageBitmap(picture);
  const scale = Math.min(1, side_max / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d');
  if (pen === null) return bitmap.close();
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const words = `${who} · ${when} · ${what}`;
  const size = Math.max(12, Math.round(Math.min(canvas.width, canvas.height) / 26));
  pen.font = `600 ${size}px system-ui, sans-serif`;
  pen.lineWidth = Math.max(1, size / 8);
  pen.lineJoin = 'round';
  const width = pen.measureText(words).width + size * 3;
  const reach = Math.hypot(canvas.width, canvas.height);
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate(-Math.PI / 7);
  for (let row = 0, y = -reach; y < reach; y += size * 5, row += 1) {
    for (let x = -reach - (row % 2) * (width / 2); x < reach; x += width) {
      // Dark edge, light letters: it stands out from any ground.
      pen.strokeStyle = 'rgb(22 33 43 / 45%)';
      pen.fillStyle = 'rgb(255 255 255 / 60%)';
      pen.strokeText(words, x, y);
      pen.fillText(words, x, y);
    }
  }
  pen.setTransform(1, 0, 0, 1, 0, 0);
}
