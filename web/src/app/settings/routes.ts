import { createRoute, lazyRouteComponent, redirect, type AnyRoute } from '@tanstack/react-router';
import { recordAreas, type RecordFilter } from '../../admin/record_api';
import type { Filter } from '../../identity/people_api';
import { partOf, type Part } from '../../shop/parts';

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);

/** The settings, each part loaded when it is opened. */
export function settingsRoutes<Inside extends AnyRoute>(inside: Inside) {
  const settings = createRoute({
    getParentRoute: () => inside, path: '/settings',
    component: lazyRouteComponent(() => import('./frame'), 'SettingsFrame'),
  });
  const people = createRoute({
    getParentRoute: () => settings, path: '/people',
    validateSearch: (search): Filter => ({
      words: word(search.words), shop: word(search.shop), role: word(search.role), department: word(search.department),
      state: search.state === 'active' || search.state === 'disabled' ? search.state : undefined,
    }),
    component: lazyRouteComponent(() => import('./people_page'), 'PeoplePage'),
  });
  const shops = createRoute({ getParentRoute: () => settings, path: '/shops', component: lazyRouteComponent(() => import('./shops_page'), 'ShopsPage') });
  const shop = createRoute({
    getParentRoute: () => settings, path: '/shops/$id',
    validateSearch: (search): { part?: Part } => ({ part: partOf(search.part) }),
    component: lazyRouteComponent(() => import('./shop_page'), 'ShopPage'),
  });
  const roles = createRoute({ getParentRoute: () => settings, path: '/roles', component: lazyRouteComponent(() => import('./roles_page'), 'RolesPage') });
  const rules = createRoute({ getParentRoute: () => settings, path: '/rules', component: lazyRouteComponent(() => import('./rules_page'), 'RulesPage') });
  const replies = createRoute({ getParentRoute: () => settings, path: '/replies', component: lazyRouteComponent(() => import('../replies_place'), 'RepliesPage') });
  const playbooks = createRoute({ getParentRoute: () => settings, path: '/playbooks', component: lazyRouteComponent(() => import('./playbooks_page'), 'PlaybooksPage') });
  const record = createRoute({
    getParentRoute: () => settings, path: '/record',
    validateSearch: (search): RecordFilter => ({ area: recordAreas.find((each) => each === search.area), actor: word(search.actor) }),
    component: lazyRouteComponent(() => import('./record_page'), 'RecordPage'),
  });
  const jobs = createRoute({ getParentRoute: () => settings, path: '/jobs', component: lazyRouteComponent(() => import('./jobs_page'), 'JobsPage') });
  // Where the page was before there were settings.
  const oldJobs = createRoute({ getParentRoute: () => inside, path: '/jobs', beforeLoad: () => { throw redirect({ to: '/settings/jobs' }); } });
  return { settings: settings.addChildren([shops, shop, people, roles, rules, replies, playbooks, record, jobs]), oldJobs };
}
