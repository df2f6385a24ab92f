import { Command } from 'commander'
import { addAddressCommands } from './address.ts'
import { addBriefingCommands } from './briefing.ts'
import { addBulkCommands } from './bulk.ts'
import { addCalendarCommands } from './calendar.ts'
import { addDeliveryCommands } from './delivery.ts'
import { addDigestCommands } from './digest.ts'
import { addDkimCommands } from './dkim.ts'
import { addDoctorCommand } from './doctor.ts'
import type { Door } from './door.ts'
import { addExplainCommand } from './explain.ts'
import { addInstallationCommands } from './installation.ts'
import { addHookCommands } from './hook.ts'
import { addIssueCommands } from './issue.ts'
import { addKeyCommands } from './key.ts'
import { addMessageCommands } from './message.ts'
import { parseInstant } from './options.ts'
import { addReplayCommand } from './replay.ts'
import { addPersonCommands } from './person.ts'
import { addReaderFilterCommands } from './reader-filter.ts'
import { addReportCommands } from './report.ts'
import { addReputationCommands } from './reputation.ts'
import { addRunCommands } from './run.ts'
import { addScheduleCommands } from './schedule.ts'
import { addSettingsCommands } from './settings.ts'
import { addSignUpCommands } from './sign-up.ts'
import { addSimulateCommand } from './simulate.ts'
import { addSubscriberCommands } from './subscriber.ts'
import { addSuppressionCommands } from './suppression.ts'
import { addTemplateCommands } from './template.ts'
import { addTopicCommands } from './topic.ts'
import { addTransportCommands } from './transport.ts'

const EXAMPLE = `
From a briefing to the inbox:
  broadsheet topic add world --name en="World news" --name zh=国际新闻
  broadsheet digest add morning --name en="Morning Briefing" --hour 06:00 --zone Europe/London
  broadsheet subscriber add aiko@example.com --digest morning --topics world --hour 07:00 --zone Asia/Tokyo --language en,zh
  broadsheet briefing add story.txt --topic world
  broadsheet issue compose morning
  broadsheet issue preview morning --as aiko@example.com --format text
  broadsheet run --until-idle

In a clone, broadsheet is: npm run --silent broadsheet --
Settings come from the environment and from .env; .env.example explains each.`

/** The same verbs as everywhere else, from the command line. */
export function buildProgram(door: Door): Command {
  const program = new Command('broadsheet')
    .description(
      'Turns briefings into e-mail digests: each reader gets exactly the stories of the topics chosen, once, at that reader’s own hour.',
    )
    .option('--json', 'answer in JSON, for machines')
    .option('--at <instant>', 'set the clock, such as 2026-11-22T07:00:00Z', parseInstant)
    .addHelpText('after', EXAMPLE)
    .showHelpAfterError('(add --help to see what it takes)')
  addRunCommands(program, door)
  addBriefingCommands(program, door)
  addTopicCommands(program, door)
  addDigestCommands(program, door)
  addCalendarCommands(program, door)
  addSubscriberCommands(program, door)
  addBulkCommands(program, door)
  addReaderFilterCommands(program, door)
  addSignUpCommands(program, door)
  addIssueCommands(program, door)
  addDeliveryCommands(program, door)
  addReplayCommand(program, door)
  addTransportCommands(program, door)
  addScheduleCommands(program, door)
  addExplainCommand(program, door)
  addSimulateCommand(program, door)
  addAddressCommands(program, door)
  addMessageCommands(program, door)
  addPersonCommands(program, door)
  addKeyCommands(program, door)
  addHookCommands(program, door)
  addReportCommands(program, door)
  addSuppressionCommands(program, door)
  addReputationCommands(program, door)
  addTemplateCommands(program, door)
  addDkimCommands(program, door)
  addInstallationCommands(program, door)
  addSettingsCommands(program, door)
  addDoctorCommand(program, door)
  return program
}
