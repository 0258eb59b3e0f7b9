import type { Support } from '../../core/policy.js';

export const support = {
  phone: '+44 (0) 1632 960 123',
  hours: 'Monday–Friday 08:30–17:30; at other times leave a message for the person on call',
  portal: 'https://help.example.com/',
  passwordReset: 'https://help.example.com/password',
  escalation: 'the head of IT',
} satisfies Support;
