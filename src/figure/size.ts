/** Sizes as people give them, in millimetres and points, and as specifications have them, in pixels of 1/96 inch. */

/** How large a figure is, in pixels. */
export interface FigureSize {
  /** Of the whole figure. */
  readonly width: number;
  /** Of the whole figure; absent: as high as its panels. */
  readonly height?: number;
  /** Size of the letters. */
  readonly font: number;
}

const PER_INCH = 96;
const MM_PER_INCH = 25.4;
const POINTS_PER_INCH = 72;

export const pixelsOfMm = (mm: number): number => (mm * PER_INCH) / MM_PER_INCH;
export const mmOfPixels = (pixels: number): number => (pixels * MM_PER_INCH) / PER_INCH;
export const pixelsOfPoints = (points: number): number => (points * PER_INCH) / POINTS_PER_INCH;
export const pointsOfPixels = (pixels: number): number => (pixels * POINTS_PER_INCH) / PER_INCH;

/** About one and a half columns of a journal, with letters that read well there and on a screen. */
export const DEFAULT_SIZE: FigureSize = { width: pixelsOfMm(120), font: pixelsOfPoints(8.5) };
