// The code as a picture for a scanner: black on white, four modules of quiet around it, each module a whole number of the screen's points.
import { encode } from 'uqr';

const svg = 'http://www.w3.org/2000/svg';
const quiet = 4;

/** The dark modules of a row as rectangles of a path. */
function runs(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    const from = x;
    while (row[x + 1] === true) x += 1;
    path += `M${from} ${y}h${x + 1 - from}v1H${from}z`;
  }
  return path;
}

/** `room`: the width there is, in pixels of CSS; `name`: what it is to who does not see it. */
export function drawCode(digits: string, room: number, name: string): SVGSVGElement {
  // The smallest that holds it, then as much correction as still fits.
  const { data, size } = encode(digits, { ecc: 'L', boostEcc: true, border: quiet });
  const points = window.devicePixelRatio;
  const side = (Math.max(1, Math.floor((room * points) / size)) * size) / points;
  const picture = document.createElementNS(svg, 'svg');
  const attributes = { viewBox: `0 0 ${size} ${size}`, width: side, height: side, role: 'img', 'aria-label': name, 'shape-rendering': 'crispEdges' };
  for (const [key, value] of Object.entries(attributes)) picture.setAttribute(key, String(value));
  const dark = document.createElementNS(svg, 'path');
  dark.setAttribute('d', data.map(runs).join(''));
  picture.append(dark);
  return picture;
}
