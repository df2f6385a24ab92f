export { findPresentation, type Presentation } from '../digest-presentation.ts'
