export { canonicalCells, type CanonicalCell } from './canonical-cells.js';
export {
  COUNTS_FOR,
  UNKNOWN,
  canonicalProfile,
  profileText,
  type Contribution,
  type CountsFor,
  type Profile,
  type Sums,
} from './contribution.js';
export { Cube, type Cell, type CubeSubject, type Filter, type Group, type Population, type RollUp } from './cube.js';
export {
  ALL,
  answerFromTables,
  type MarginalAnswer,
  type MarginalGroup,
  type MarginalNumbers,
  type MarginalQuery,
  type MarginalRow,
  type MarginalTable,
} from './marginal-tables.js';
export { momentsOf, type Moments, type ScaledSums } from './moments.js';
export { decodeColumn, encodeColumn, replaceStudents, type ColumnAttribute, type PackColumn } from './pack-column.js';
export { decimalText, scaleValue, unscale } from './scaled-value.js';
