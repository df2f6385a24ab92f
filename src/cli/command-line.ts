/** Who does something when somebody at the server does. */
export const COMMAND_LINE = { id: null, name: 'command line' }
