/** What each room may import beside platform; ARCHITECTURE.md shows the same table. */
const MAY_IMPORT = {
  platform: [],
  staff: [],
  customers: [],
  knowledge: [],
  delivery: ['customers', 'staff'],
  conversations: ['customers', 'delivery', 'staff'],
  channels: ['conversations', 'delivery', 'escalation', 'staff'],
  triage: ['customers', 'knowledge'],
  tickets: ['conversations', 'customers', 'staff', 'triage'],
  hours: [],
  sla: ['hours', 'tickets', 'staff'],
  escalation: ['hours', 'sla', 'tickets', 'staff'],
  refunds: ['tickets', 'customers', 'staff'],
  notifications: ['conversations', 'customers', 'hours', 'staff', 'tickets', 'sla', 'refunds'],
  reports: [],
  backups: ['conversations', 'delivery'],
  retention: ['conversations', 'customers', 'staff'],
  sandbox: [],
};

/** The rooms that put the others together; nobody imports these but what starts the program. */
const ON_TOP = ['web', 'cli', 'demo'];
const ROOMS = [...Object.keys(MAY_IMPORT), ...ON_TOP];

const room = (names) => `^src/(${names.join('|')})/`;

const importTable = Object.entries(MAY_IMPORT).map(([name, allowed]) => ({
  name: `${name}-imports`,
  comment: `${name} may import ${['platform', ...allowed].join(', ')} and nothing else of ours`,
  severity: 'error',
  from: { path: room([name]) },
  to: { path: '^src/', pathNot: room([name, 'platform', ...allowed]) },
}));

module.exports = {
  forbidden: [
    ...importTable,
    {
      name: 'nobody-imports-what-is-on-top',
      comment: 'web, cli and demo are imported by what starts the program only, cli by nothing',
      severity: 'error',
      from: { path: '^src/([^/]+)', pathNot: '^src/(start/|main\\.ts$|app\\.module\\.ts$)' },
      to: { path: room(ON_TOP), pathNot: '^src/$1/' },
    },
    {
      name: 'channels-are-plugged-in',
      comment: 'no room knows which channels there are, but those that put the program together',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(channels/|web/|cli/|demo/|start/|app\\.module\\.ts$)' },
      to: { path: '^src/channels/' },
    },
    {
      name: 'through-the-door',
      comment: 'another room is its index.ts; nobody imports past it',
      severity: 'error',
      from: { path: '^src/([^/]+)' },
      to: {
        path: room(ROOMS.filter((name) => name !== 'platform' && name !== 'channels')),
        pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'through-the-door-of-a-channel',
      comment: 'a channel is its index.ts',
      severity: 'error',
      from: { path: '^src/((?:channels/)?[^/]+)' },
      to: { path: '^src/channels/', pathNot: ['^src/$1/', '^src/channels/[^/]+/index\\.ts$'] },
    },
    {
      name: 'through-the-door-of-platform',
      comment: 'each part of platform is its index.ts',
      severity: 'error',
      from: { path: '^src/((?:platform/)?[^/]+)' },
      to: {
        path: '^src/platform/',
        pathNot: [
          '^src/$1/',
          '^src/platform/[^/]+/index\\.ts$',
          '^src/platform/database/embedded/index\\.ts$',
        ],
      },
    },
    {
      name: 'rooms-do-not-start-the-program',
      comment: 'what starts the program is imported by the program and its commands only',
      severity: 'error',
      from: { path: room(ROOMS.filter((name) => name !== 'cli')) },
      to: { path: '^src/(start/|main\\.ts$|app\\.module\\.ts$)' },
    },
    {
      name: 'no-cycles',
      comment: 'files that import each other, types included, cannot be read one after the other',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'only-what-is-installed-to-run',
      comment: 'the program must run without development dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'imports-exist',
      comment: 'what is imported must be there',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^(@hotwired/)' },
    },
    {
      name: 'no-tests-in-the-program',
      comment: 'the program does not import its tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    cache: false,
  },
};
