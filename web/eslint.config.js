import { readdirSync } from 'node:fs';
import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

// Who may import whom, as in layers.txt: a folder may import the folders
// listed beside it and nothing else of src.
const layers = {
  i18n: [],
  api: ['i18n'],
  ui: ['i18n'],
  identity: ['api', 'i18n', 'ui'],
  notice: ['api', 'i18n', 'ui'],
  team: ['api', 'i18n', 'ui'],
  commitment: ['api', 'i18n', 'identity', 'team', 'ui'],
  assist: ['api', 'commitment', 'i18n', 'ui'],
  rulepack: ['api', 'assist', 'i18n', 'identity', 'ui'],
  quickreply: ['api', 'i18n', 'identity', 'ui'],
  conversation: ['api', 'assist', 'i18n', 'identity', 'quickreply', 'team', 'ui'],
  complaint: ['api', 'commitment', 'conversation', 'i18n', 'identity', 'team', 'ui'],
  assignment: ['api', 'complaint', 'i18n', 'identity', 'team', 'ui'],
  listening: ['api', 'complaint', 'conversation', 'i18n', 'identity', 'ui'],
  automation: ['api', 'assignment', 'complaint', 'i18n', 'identity', 'ticket', 'ui'],
  compensation: ['api', 'i18n', 'identity', 'policy', 'shop', 'ui'],
  ticket: ['api', 'i18n', 'identity', 'ui'],
  policy: ['api', 'i18n', 'ui'],
  option: ['api', 'complaint', 'i18n', 'identity', 'policy', 'ticket', 'ui'],
  shipment: ['api', 'i18n', 'identity', 'order', 'ui'],
  recall: ['api', 'complaint', 'i18n', 'identity', 'order', 'ticket', 'ui'],
  playbook: ['api', 'commitment', 'compensation', 'complaint', 'conversation', 'evidence', 'i18n', 'identity', 'option', 'policy', 'ticket', 'ui'],
  evidence: ['api', 'i18n', 'identity', 'order', 'ui'],
  paper: ['api', 'evidence', 'i18n', 'identity', 'ui'],
  outbound: ['api', 'evidence', 'i18n', 'identity', 'ui'],
  liability: ['api', 'complaint', 'evidence', 'i18n', 'ui'],
  stance: ['api', 'i18n', 'option', 'policy', 'ui'],
  dispute: ['api', 'i18n', 'identity', 'team', 'ui'],
  robot: ['api', 'i18n', 'identity', 'ui'],
  roster: ['api', 'i18n', 'identity', 'ui'],
  handover: ['api', 'i18n', 'identity', 'ui'],
  briefing: ['api', 'handover', 'i18n', 'identity', 'team', 'ui'],
  progress: ['api', 'complaint', 'i18n', 'identity', 'ui'],
  order: ['api', 'complaint', 'i18n', 'identity', 'team', 'ui'],
  merging: ['api', 'conversation', 'i18n', 'identity', 'ui'],
  search: ['api', 'i18n', 'identity', 'team', 'ui'],
  customer: ['api', 'conversation', 'i18n', 'identity', 'ui'],
  shop: ['api', 'assignment', 'automation', 'i18n', 'identity', 'policy', 'robot', 'ticket', 'ui'],
  admin: ['api', 'i18n', 'identity', 'ui'],
};

const folders = [...Object.keys(layers), 'app'];

// A folder without a line of its own would be held to nothing.
const unlisted = readdirSync(new URL('src', import.meta.url), { withFileTypes: true })
  .filter((each) => each.isDirectory() && !folders.includes(each.name));
if (unlisted.length > 0) {
  throw new Error(`Say in eslint.config.js what these may import: ${unlisted.map((each) => each.name).join(', ')}`);
}

const layerRules = Object.entries(layers).map(([folder, allowed]) => {
  const forbidden = folders.filter((other) => other !== folder && !allowed.includes(other));
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [{
          group: forbidden.map((other) => `../${other}/*`),
          message: `src/${folder} may import only: ${allowed.join(', ') || 'nothing of src'}.`,
        }],
      }],
    },
  };
});

export default ts.config(
  { ignores: ['dist', 'node_modules', 'customer', 'public-site', '**/*.gen.ts'] },
  ...ts.configs.recommended,
  hooks.configs.flat.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60 }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      // It warns users of the React compiler, which this build does not run.
      'react-hooks/incompatible-library': 'off',
    },
  },
  // A test that groups its cases in describe() is no long function.
  { files: ['src/**/*.test.{ts,tsx}'], rules: { 'max-lines-per-function': 'off' } },
  ...layerRules,
);
