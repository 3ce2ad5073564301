// How large a picture of what is sent is, whichever camera took it: the counter's or a phone's.
export const longestSide = 1600;
export const quality = 0.8; // of the JPEG

/** Made smaller where it is larger; never larger. */
export function fitted(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
