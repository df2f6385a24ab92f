import type { Insertable, Selectable } from 'kysely'
import type { ApiTables } from './tables/api.ts'
import type { DeskTables } from './tables/desk.ts'
import type { HouseTables } from './tables/house.ts'
import type { ListsTables } from './tables/lists.ts'
import type { PublicationTables } from './tables/publication.ts'
import type { ReadersTables } from './tables/readers.ts'
import type { ReadingTables } from './tables/reading.ts'
import type { ReportsTables } from './tables/reports.ts'
import type { SendingTables } from './tables/sending.ts'

/**
 * The tables as both databases have them. Instants are milliseconds UTC, `names` and `content` JSON, `topics` ids in ascending order
 * joined by commas, `low` and `high` bit masks of story positions (domain/positions.ts).
 */
export type Tables = PublicationTables &
  ReadersTables &
  SendingTables &
  ReportsTables &
  ReadingTables &
  DeskTables &
  HouseTables &
  ListsTables &
  ApiTables

export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>
export type NewRow<Table extends keyof Tables> = Insertable<Tables[Table]>
