import type { Db } from '../dialect.ts'
import type { Picture } from '../pictures.ts'

export async function findPicture(db: Db, path: string): Promise<Picture | undefined> {
  return db.selectFrom('pictures').select(['path', 'type', 'content']).where('path', '=', path).executeTakeFirst()
}
