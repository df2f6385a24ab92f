export { findPresentation, type Presentation } from '../digests.ts'
