/**
 * The part of a module that takes perturbations along with the state of a field: tangent vectors, whose derivative is `tangent` of the step
 * where it has one and a central difference of `field` elsewhere, or one companion of the state.
 *
 * Vectors are rows of all variables of the field, padding included: V, its derivative, where a step began, and the sum of stages.
 */

/** One line for each array of the field. */
export type EachArray = (line: (name: string, count: string, first: string) => string) => string;

/** Text of what the integrator calls. `each` goes through the arrays of the field with their counts and the place where each begins in a vector. */
export const tangentText = (each: EachArray, dimension: string): string => `
function dimension(s: usize): i32 { return ${dimension}; }
function vectorBytes(s: usize): usize { return (<usize>dimension(s)) << 3; }

/** x of all arrays into a row, and back. */
function gather(s: usize, row: usize): void {
${each((x, n, first) => `memory.copy(row + ((<usize>(${first})) << 3), m.${x}(s), (<usize>(${n})) << 3);`)}}
function scatter(s: usize, row: usize): void {
${each((x, n, first) => `memory.copy(m.${x}(s), row + ((<usize>(${first})) << 3), (<usize>(${n})) << 3);`)}}
function gatherDerivative(s: usize, row: usize): void {
${each((x, n, first) => `memory.copy(row + ((<usize>(${first})) << 3), m.d_${x}(s), (<usize>(${n})) << 3);`)}}

/** out = J(x) v by the step's own derivative. */
function ownTangent(s: usize, v: usize, out: usize): void {
${each((x, n, first) => `memory.copy(m.v_${x}(s), v + ((<usize>(${first})) << 3), (<usize>(${n})) << 3);`)}${each((x, n) => `memory.fill(m.dd_${x}(s), 0, (<usize>(${n})) << 3);`)}  if (isDefined(own.tangent)) own.tangent(s);
${each((x, n, first) => `memory.copy(out + ((<usize>(${first})) << 3), m.dd_${x}(s), (<usize>(${n})) << 3);`)}}

/** out = (f(x + e v) - f(x - e v)) / 2 e, with e |v| the cube root of the rounding times the size of x: relative error about 1e-10. */
function difference(s: usize, v: usize, out: usize): void {
  const d = dimension(s), x = m._x(s), near = m._near(s);
  const length = sqrt<f64>(dot_f64(v, v, d));
  if (length == 0) { memory.fill(out, 0, vectorBytes(s)); return; }
  const size = 6e-6 * max<f64>(1, sqrt<f64>(dot_f64(x, x, d) / d)) / length;
  stage_f64(x, v, size, d, near);
  scatter(s, near);
  clear(s);
  if (isDefined(own.field)) own.field(s);
  gatherDerivative(s, out);
  stage_f64(x, v, -size, d, near);
  scatter(s, near);
  clear(s);
  if (isDefined(own.field)) own.field(s);
  gatherDerivative(s, near);
  accumulate_f64(out, near, -1, d);
  scale_f64(0.5 / size, out, d);
}

/** Derivatives of all vectors by differences; before those of the state, so that in the end everything that the field sets belongs to the state. */
function differences(s: usize): void {
  if (isDefined(own.tangent)) return;
  const bytes = vectorBytes(s), count = <usize>m._vectors(s);
  if (count == 0) return;
  gather(s, m._x(s));
  for (let c: usize = 0; c < count; c++) difference(s, m._V(s) + c * bytes, m._Vd(s) + c * bytes);
  scatter(s, m._x(s));
}
/** The same by the step's derivative, which may use what the field computed for the state. */
function tangents(s: usize): void {
  if (!isDefined(own.tangent)) return;
  const bytes = vectorBytes(s);
  for (let c: usize = 0; c < <usize>m._vectors(s); c++) ownTangent(s, m._V(s) + c * bytes, m._Vd(s) + c * bytes);
}
function vectorCount(s: usize): i32 { return m._vectors(s) * dimension(s); }

/** The companion makes the step first, so that in the end everything that the field sets belongs to the state. */
function moveCompanion(s: usize): void {
  if (m._companion(s) == 0) return;
  const x = m._x(s), y = m._V(s);
  gather(s, x);
  scatter(s, y);
  integrate(s);
  gather(s, y);
  scatter(s, x);
}
`;
