import { renderSVG } from 'uqr';

/** A code to be scanned, drawn here: the picture at WeChat's would tell it who looked. */
export function codePicture(text: string): string {
  const svg = renderSVG(text, { border: 2 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
