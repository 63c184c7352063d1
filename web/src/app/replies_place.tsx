export { RepliesPage } from '../quickreply/page';
