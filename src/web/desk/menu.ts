import { mayAct, type DeskRole } from '../../domain/desk-role.ts'

/** A page in the menu: its path below `/desk`, the key of its name, its picture in templates/desk/icons.svg, and who sees it. */
type Entry = { path: string; key: string; icon: string; needs: DeskRole }

type Group = { key: string; entries: Entry[] }

const MENU: Group[] = [
  {
    key: 'menuGroupWork',
    entries: [
      { path: '', key: 'menuToday', icon: 'home', needs: 'viewer' },
      { path: '/briefings', key: 'menuBriefings', icon: 'file-text', needs: 'viewer' },
      { path: '/issues', key: 'menuIssues', icon: 'calendar-event', needs: 'viewer' },
      { path: '/ahead', key: 'menuAhead', icon: 'eye-search', needs: 'viewer' },
    ],
  },
  {
    key: 'menuGroupReaders',
    entries: [
      { path: '/subscribers', key: 'menuSubscribers', icon: 'users', needs: 'viewer' },
      { path: '/why', key: 'menuWhy', icon: 'help-circle', needs: 'viewer' },
    ],
  },
  {
    key: 'menuGroupDelivery',
    entries: [
      { path: '/transports', key: 'menuTransports', icon: 'send', needs: 'viewer' },
      { path: '/deliveries', key: 'menuDeliveries', icon: 'list-check', needs: 'viewer' },
      { path: '/doubtful', key: 'menuDoubtful', icon: 'mail-question', needs: 'viewer' },
      { path: '/suppressions', key: 'menuSuppressions', icon: 'ban', needs: 'viewer' },
      { path: '/unmatched', key: 'menuUnmatched', icon: 'message-report', needs: 'viewer' },
      { path: '/reputation', key: 'menuReputation', icon: 'chart-line', needs: 'viewer' },
    ],
  },
  {
    key: 'menuGroupHouse',
    entries: [
      { path: '/digests', key: 'menuDigests', icon: 'news', needs: 'viewer' },
      { path: '/topics', key: 'menuTopics', icon: 'tag', needs: 'viewer' },
      { path: '/settings', key: 'menuSettings', icon: 'settings', needs: 'admin' },
      { path: '/templates', key: 'menuTemplates', icon: 'template', needs: 'viewer' },
      { path: '/people', key: 'menuPeople', icon: 'users-group', needs: 'admin' },
      { path: '/hooks', key: 'menuHooks', icon: 'webhook', needs: 'admin' },
      { path: '/keys', key: 'menuKeys', icon: 'key', needs: 'admin' },
      { path: '/audit', key: 'menuAudit', icon: 'history', needs: 'admin' },
    ],
  },
]

/** The menu as somebody of that role sees it at that page; a group without entries is left out. */
export function menuFor(role: DeskRole, at: string): Group[] {
  return MENU.map(({ key, entries }) => ({
    key,
    entries: entries.filter(({ needs }) => mayAct(role, needs)).map((entry) => ({ ...entry, isHere: entry.path === at })),
  })).filter(({ entries }) => entries.length > 0)
}
