/** What programs asked for once and may ask for again, not knowing whether they were heard: `status` and `answer` once it is done. */
export type ApiTables = {
  answered_requests: {
    key_id: number
    word: string
    request_hash: string
    begun_at: number
    status: number | null
    answer: string | null
  }
}
