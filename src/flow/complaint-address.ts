import { feedbackAddress } from '../mail/report-address.ts'
import type { Publication } from './publication.ts'

/** Where mailbox providers are to send complaints: what an operator registers with their feedback loops. */
export const complaintAddress = (publication: Pick<Publication, 'bounceDomain' | 'sign'>): string => feedbackAddress(publication)
