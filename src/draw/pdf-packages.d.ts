/** The parts of pdfkit and svg-to-pdfkit that are used: both come without types. */
declare module 'pdfkit' {
  export interface PdfOptions {
    readonly size: readonly [number, number];
    readonly margin: number;
    readonly lang: string;
    readonly displayTitle: boolean;
    readonly info: { readonly [key: string]: string | Date };
  }
  class PDFDocument {
    constructor(options: PdfOptions);
    registerFont(name: string, source: Uint8Array): void;
    on(event: 'data', listener: (part: Uint8Array) => void): void;
    on(event: 'end', listener: () => void): void;
    on(event: 'error', listener: (error: unknown) => void): void;
    end(): void;
  }
  export default PDFDocument;
}

declare module 'svg-to-pdfkit' {
  import type PDFDocument from 'pdfkit';
  export interface SvgOptions {
    readonly width: number;
    readonly height: number;
    readonly assumePt: boolean;
    readonly fontCallback: (family: string, isBold: boolean) => string;
    readonly warningCallback: (text: string) => void;
  }
  export default function toPdf(document: PDFDocument, svg: string, x: number, y: number, options: SvgOptions): void;
}
