/** What reading on the web needs. */
export type ReadingTables = {
  searchable: { briefing_id: number; revision: number; rule: number; words: string }
  private_feeds: { subscriber_id: number; series: number; changed_at: number }
}
