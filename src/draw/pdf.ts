/** SVG text to PDF bytes, letters as letters in the bundled fonts. Nothing in it says when it was made, so equal figures have equal bytes. */
import PDFDocument from 'pdfkit';
import toPdf from 'svg-to-pdfkit';
import { MsmError } from '../errors.js';
import { pointsOfPixels } from '../figure/size.js';
import { fontBytes } from './fonts.js';
import type { Rendered } from './render.js';

/** A PDF file must have a date; this one says nothing. */
const DATE = new Date(Date.UTC(2026, 0, 1));

/** All chunks of a document that was ended. */
function collected(document: PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    document.on('data', (part: Uint8Array) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
    document.end();
  });
}

/** One page as large as the figure. */
export async function pdfOf({ svg, width, height, spec }: Rendered): Promise<Uint8Array> {
  const size: readonly [number, number] = [pointsOfPixels(width), pointsOfPixels(height)];
  const document = new PDFDocument({
    size,
    margin: 0,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: String(spec.usermeta.title ?? ''),
      Subject: String(spec.usermeta.caption ?? ''),
      Creator: 'multiscale-memory',
      Producer: 'multiscale-memory',
      CreationDate: DATE,
      ModDate: DATE,
    },
  });
  document.registerFont('normal', fontBytes('normal'));
  document.registerFont('bold', fontBytes('bold'));
  toPdf(document, svg, 0, 0, {
    width: size[0],
    height: size[1],
    assumePt: false,
    warningCallback: (text) => {
      throw new MsmError('E_INTERNAL', `a figure cannot be drawn as PDF: ${text}`);
    },
    fontCallback: (_family: string, isBold: boolean) => (isBold ? 'bold' : 'normal'),
  });
  return collected(document);
}
