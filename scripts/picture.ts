import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { approvalCard } from '../cards/approval/approvalCard.js';
import { translator } from '../cards/strings.js';
import type { ResetRequest } from '../core/request.js';

/**
 * The README's picture: an approval card as Microsoft's own renderer draws it. It needs Chromium (CHROMIUM_PATH, or
 * Debian's), and is run by hand when the card's looks change: `npm run picture`.
 */
const OUT = 'docs/pictures/approval-card.png';

const at = Date.UTC(2026, 10, 24, 9, 41);
const MINUTE = 60_000;
const priya = {
  id: 'priya',
  name: 'Priya Raman',
  title: 'Financial Analyst',
  department: 'Finance',
  phone: '+44 20 7946 0123',
};
const sam = { id: 'sam', name: 'Sam Whitfield', title: 'Accountant', department: 'Finance' };
const morgan = { id: 'morgan', name: 'Morgan Okafor' };
const request: ResetRequest = {
  id: '5b0c7a52-53a0-4cf9-8c5c-000000000001',
  reference: 'MFA-7K3Q9',
  status: 'awaitingApproval',
  requester: sam,
  target: priya,
  targetAddresses: [],
  justification: 'New phone, the old one with the Authenticator app is gone.',
  lost: 'newPhone',
  clearing: 'all',
  urgent: true,
  submittedAt: at,
  nominees: [{ person: morgan, by: 'manager' }],
  approvalsNeeded: 1,
  approvals: [],
  risks: [{ kind: 'firstRequestOfRequester', level: 'note' }],
  remindAt: at + 30 * MINUTE,
  escalateAt: at + 120 * MINUTE,
  expireAt: at + 2_880 * MINUTE,
  questions: [],
  notes: [],
  revision: 1,
  attempt: 0,
  policyHash: '',
};

const text = { default: '#242424', subtle: '#616161' };
const filled = (backgroundColor: string): object => ({
  backgroundColor,
  foregroundColors: { default: text, accent: text },
});
const HOST = {
  fontFamily: "'Segoe UI', system-ui, sans-serif",
  supportsInteractivity: true,
  spacing: { small: 6, default: 10, medium: 16, large: 20, extraLarge: 28, padding: 16 },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
  containerStyles: {
    default: filled('#ffffff'),
    emphasis: filled('#f0f0f0'),
    accent: filled('#e8ebfa'),
    good: filled('#e7f2da'),
    warning: filled('#fbf1d3'),
    attention: filled('#fce9e9'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
};

const { content } = approvalCard({
  request,
  viewer: morgan,
  kinds: ['phone', 'microsoftAuthenticator', 'softwareOath'].map((kind) => `${kind}AuthenticationMethod`),
  now: at + MINUTE,
  t: translator('en-GB', 'Europe/London'),
  support: {},
  links: { chat: '', form: '', chatWith: () => '' },
});

const folder = await mkdtemp(join(tmpdir(), 'card-picture-'));
try {
  const page = join(folder, 'card.html');
  const renderer = await readFile('node_modules/adaptivecards/dist/adaptivecards.min.js', 'utf8');
  await writeFile(page, html(renderer, content));
  await mkdir(dirname(OUT), { recursive: true });
  await promisify(execFile)(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=2'],
    ...[`--user-data-dir=${join(folder, 'profile')}`, '--window-size=472,700', `--screenshot=${OUT}`, `file://${page}`],
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Teams' own colours and fonts, as far as a host configuration says them. */
function html(renderer: string, card: object): string {
  return `<!doctype html><meta charset="utf-8"><style>
  body{margin:0;padding:16px;background:#f5f5f5;font-family:'Segoe UI',system-ui,sans-serif}
  #card{width:440px;background:#fff;border-radius:8px;box-shadow:0 1px 3px #0003;overflow:hidden}
  .ac-pushButton{padding:6px 12px;border:1px solid #d1d1d1;border-radius:4px;background:#fff;font:600 14px 'Segoe UI',system-ui,sans-serif}
  .ac-pushButton.style-positive{background:#5b5fc7;border-color:#5b5fc7;color:#fff}
  </style><div id="card"></div><script>${renderer}</script><script>
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(HOST)});
  card.parse(${JSON.stringify(card).replaceAll('<', '\\u003c')});
  document.getElementById('card').appendChild(card.render());
  </script>`;
}
