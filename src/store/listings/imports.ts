export { findImport, listImports, type KeptImport } from '../lists/imports.ts'
