import { renderSVG } from 'uqr';

/** The code is drawn here because loading WeChat's picture would tell WeChat who looked at it. */
export function codePicture(text: string): string {
  const svg = renderSVG(text, { border: 2 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
