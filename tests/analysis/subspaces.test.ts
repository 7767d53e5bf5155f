import { describe, expect, it } from 'vitest';
import { cosineOf, degreesOf, subspaceAngle } from '../../src/analysis/subspaces.js';
import { qr } from '../method/lyapunov/helpers.js';

/** Columns as a matrix. */
const matrix = (...columns: readonly (readonly number[])[]): Float64Array =>
  Float64Array.from({ length: columns.length * columns[0].length }, (_, at) => {
    const column = columns[at % columns.length];
    return column[Math.floor(at / columns.length)] / Math.hypot(...column);
  });

describe('angles between spaces', () => {
  it.each([0.001, 1, 30, 60, 89])('are that of a line and a plane: %s degrees', (degrees) => {
    const angle = (degrees / 180) * Math.PI;
    // the line lies above a direction of the plane that is none of its own two
    const line = [Math.cos(angle) * 0.6, Math.cos(angle) * 0.8, Math.sin(angle), 0];
    const V = matrix([1, 0, 0, 0], [1, 1, 0, 0], line);
    expect(Math.abs(subspaceAngle(V, 3, [0, 1], [2], qr) - degrees)).toBeLessThan(1e-5);
    expect(Math.abs(subspaceAngle(V, 3, [2], [0, 1], qr) - degrees)).toBeLessThan(1e-5);
  });

  it('are 0 if the spaces share a direction, though no two vectors are the same, and 90 if they are orthogonal', () => {
    const V = matrix([1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 1, 0], [0, 0, 1, 0]);
    expect(subspaceAngle(V, 4, [0, 1], [2, 3], qr)).toBeLessThan(1e-5);
    expect(subspaceAngle(matrix([1, 0, 0], [0, 2, 0], [0, 0, 3]), 3, [0, 1], [2], qr)).toBeCloseTo(90, 10);
  });

  it('between vectors do not heed their signs', () => {
    const V = matrix([1, 0], [-1, -1]);
    expect(degreesOf(cosineOf(V, 2, 0, 1))).toBeCloseTo(45, 10);
  });
});
