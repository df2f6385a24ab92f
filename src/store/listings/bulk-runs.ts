export { findBulkRun, listBulkRuns, type BulkRun } from '../lists/bulk-runs.ts'
