import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, retainSearchParams } from '@tanstack/react-router';
import { statusOf } from '../api/problem';
import { readWall } from '../commitment/wall_api';
import { filterKeys, readFilter, type Filter } from '../conversation/filter';
import { may, meQuery } from '../identity/api';
import { readLook } from '../search/api';
import { readImport, readOrders } from '../order/keys';
import { readTicketFilter } from '../ticket/api';
import { readDisputes } from '../dispute/keys';
import { readOutbound } from '../outbound/keys';
import { readPapers } from '../paper/keys';
import { readRecalls } from '../recall/keys';
import { readParcels } from '../shipment/keys';
import { Failure } from '../ui/states';
import { queries } from './queries';
import { PageFailure } from './page_failure';
import { Inside } from './inside';
import { settingsRoutes } from './settings/routes';
import { NotFound } from './not_found';
import { Workspace } from './workspace';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { back?: string } => ({ back: inner(search.back) }),
  component: lazyRouteComponent(() => import('./doors'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search): { token: string } => ({ token: String(search.token ?? '') }),
  component: lazyRouteComponent(() => import('./doors'), 'SetUpPage'),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Inside,
  beforeLoad: async ({ location }) => {
    try {
      await queries.ensureQueryData(meQuery);
    } catch (error) {
      if (statusOf(error) === 401) throw redirect({ to: '/sign-in', search: { back: inner(location.href) } });
      throw error;
    }
  },
  errorComponent: ({ error, reset }) => (
    <div className="whole"><Failure error={error} retry={() => void router.invalidate().then(reset)} /></div>
  ),
});

// What narrows the queue stays in the address while one walks through it.
const desk = createRoute({
  getParentRoute: () => inside,
  id: 'desk',
  component: Workspace,
  validateSearch: readFilter,
  search: { middlewares: [retainSearchParams<Filter>([...filterKeys])] },
});
const home = createRoute({
  getParentRoute: () => desk,
  path: '/',
  // Who works in a department has no queue; their tickets are their desk.
  beforeLoad: () => {
    const me = queries.getQueryData(meQuery.queryKey);
    if (me && !may(me, 'conversation.read') && may(me, 'ticket.read') && !me.provisional) throw redirect({ to: '/tickets' });
  },
});
const conversation = createRoute({
  getParentRoute: () => desk,
  path: '/c/$id',
  // The message that is looked at; it does not stay while one walks on.
  validateSearch: (search): { at?: number } => ({ at: Number.isSafeInteger(search.at) && Number(search.at) > 0 ? Number(search.at) : undefined }),
});

const team = createRoute({ getParentRoute: () => inside, path: '/team', component: lazyRouteComponent(() => import('./team_place'), 'TeamPlace') });
const wall = createRoute({
  getParentRoute: () => inside,
  path: '/wall',
  validateSearch: readWall,
  component: lazyRouteComponent(() => import('./wall_page'), 'WallPage'),
});

const search = createRoute({
  getParentRoute: () => inside,
  path: '/search',
  validateSearch: readLook,
  component: lazyRouteComponent(() => import('./search_page'), 'FoundPage'),
});
const orders = createRoute({
  getParentRoute: () => inside,
  path: '/orders',
  validateSearch: readOrders,
  component: lazyRouteComponent(() => import('./orders_page'), 'OrdersPlace'),
});
const orderImport = createRoute({
  getParentRoute: () => inside,
  path: '/orders/import',
  validateSearch: readImport,
  component: lazyRouteComponent(() => import('./orders_page'), 'OrderImportPlace'),
});
const products = createRoute({ getParentRoute: () => inside, path: '/orders/products', component: lazyRouteComponent(() => import('./orders_page'), 'ProductsPlace') });
const papers = createRoute({
  getParentRoute: () => inside,
  path: '/orders/papers',
  validateSearch: readPapers,
  component: lazyRouteComponent(() => import('./papers_place'), 'PapersPlace'),
});
const replies = createRoute({ getParentRoute: () => inside, path: '/replies', component: lazyRouteComponent(() => import('./replies_place'), 'RepliesPage') });
const outbound = createRoute({
  getParentRoute: () => inside,
  path: '/orders/outbound',
  validateSearch: readOutbound,
  component: lazyRouteComponent(() => import('./papers_place'), 'OutboundPlace'),
});
const tickets = createRoute({
  getParentRoute: () => inside,
  path: '/tickets',
  validateSearch: readTicketFilter,
  component: lazyRouteComponent(() => import('./tickets_place'), 'TicketsPlace'),
});
const disputes = createRoute({
  getParentRoute: () => inside,
  path: '/disputes',
  validateSearch: readDisputes,
  component: lazyRouteComponent(() => import('./disputes_place'), 'DisputesPlace'),
});

const recalls = createRoute({
  getParentRoute: () => inside,
  path: '/recalls',
  validateSearch: readRecalls,
  component: lazyRouteComponent(() => import('./recalls_place'), 'RecallsPlace'),
});

const parcels = createRoute({
  getParentRoute: () => inside,
  path: '/parcels',
  validateSearch: readParcels,
  component: lazyRouteComponent(() => import('./parcels_place'), 'ParcelsPlace'),
});

const liability = createRoute({
  getParentRoute: () => inside,
  path: '/liability',
  validateSearch: (search): { shop?: string; months?: number } => ({ shop: word(search.shop), months: [1, 3, 6, 12].find((n) => n === search.months) }),
  component: lazyRouteComponent(() => import('./liability_place'), 'LiabilityPlace'),
});

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const compensations = createRoute({
  getParentRoute: () => inside,
  path: '/compensations',
  validateSearch: (search): { tab?: string; id?: string } => ({ tab: word(search.tab), id: word(search.id) }),
  component: lazyRouteComponent(() => import('./compensations_place'), 'CompensationsPlace'),
});
const customers = createRoute({
  getParentRoute: () => inside,
  path: '/customers',
  validateSearch: (search): { words?: string; tag?: string } => ({ words: word(search.words), tag: word(search.tag) }),
  component: lazyRouteComponent(() => import('./customers_page'), 'CustomersPage'),
});
const customer = createRoute({ getParentRoute: () => inside, path: '/customers/$id', component: lazyRouteComponent(() => import('./customers_page'), 'CustomerPage') });

const shift = createRoute({ getParentRoute: () => inside, path: '/shift', component: lazyRouteComponent(() => import('./shift_page'), 'ShiftPlace') });
const roster = createRoute({
  getParentRoute: () => inside,
  path: '/shift/roster',
  validateSearch: (search): { shop?: string; week?: string } => ({ shop: word(search.shop), week: word(search.week) }),
  component: lazyRouteComponent(() => import('./shift_page'), 'RosterPlace'),
});

const { settings, oldJobs } = settingsRoutes(inside);

/** An address of this console to come back to; never one of somewhere else. */
function inner(address: unknown): string | undefined {
  return typeof address === 'string' && /^\/(?![/\\])/.test(address) && address !== '/' ? address : undefined;
}

export const router = createRouter({
  routeTree: root.addChildren([signIn, setUp, inside.addChildren([desk.addChildren([home, conversation]), wall, shift, roster, tickets, disputes, compensations, recalls, parcels, liability, orders, orderImport, products, papers, outbound, replies, customers, customer, team, search, settings, oldJobs])]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailure,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
