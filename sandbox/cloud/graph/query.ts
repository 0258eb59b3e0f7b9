import { type Answer, type Call, header } from '../http/call.js';
import type { JsonObject } from '../json.js';
import { allowOnly, parseFilter } from './filter.js';
import { badRequest, unsupportedQuery } from './graphError.js';
import { page } from './page.js';
import { parseSearch } from './search.js';
import { project, selection, type TypeName } from './select.js';

export interface Collection {
  readonly type: TypeName;
  readonly base: string;
  /** After `$metadata#`; a selection is added to it. */
  readonly context: string;
  /** Properties written when nothing is selected; all of the body without it. */
  readonly defaults?: readonly string[];
  readonly filterable?: readonly string[];
  readonly searchable?: boolean;
  readonly sortable?: readonly string[];
  /** Directory objects have "advanced" queries: only with ConsistencyLevel: eventual and $count. */
  readonly directory?: boolean;
  readonly defaultTop?: number;
  /** Adds what `$expand` asks for to a projected item. */
  readonly expand?: (body: JsonObject) => JsonObject;
  /** Written before the projected properties (`@odata.type`). */
  readonly mark?: (body: JsonObject) => JsonObject;
}

/** Answers a collection with whatever of $filter, $search, $orderby, $select, $count, $top and $skiptoken is in the call. */
export function queried(call: Call, bodies: readonly JsonObject[], collection: Collection): Answer {
  const eventual = header(call, 'consistencylevel')?.toLowerCase() === 'eventual';
  const count = call.query.get('$count') === 'true';
  let items = bodies;

  const filterText = call.query.get('$filter');
  if (filterText !== null) {
    const filter = parseFilter(filterText);
    allowOnly(filter, collection.filterable ?? []);
    if (collection.directory && filter.advanced && !(eventual && count)) {
      throw unsupportedQuery(
        "Operator is not supported because the 'ConsistencyLevel:eventual' header or the $count parameter is missing.",
      );
    }
    items = items.filter((item) => filter.passes(item));
  }

  const searchText = call.query.get('$search');
  if (searchText !== null) {
    if (!collection.searchable) throw badRequest("Query option '$search' is not supported for this resource.");
    if (!eventual)
      throw unsupportedQuery(
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      );
    const passes = parseSearch(searchText);
    items = items.filter(passes);
  }
  if (count && collection.directory && !eventual) {
    throw badRequest("$count is not currently supported without the 'ConsistencyLevel: eventual' header.");
  }

  items = sorted(items, call.query.get('$orderby'), collection);
  const select = selection(collection.type, call.query);
  const properties = select ?? collection.defaults;
  const projected = items.map((body) => ({
    ...collection.mark?.(body),
    ...(properties ? project(body, properties) : body),
    ...collection.expand?.(body),
  }));
  return page(call, projected, {
    base: collection.base,
    context: `${collection.context}${select ? `(${select.join(',')})` : ''}`,
    count,
    ...(collection.defaultTop === undefined ? {} : { defaultTop: collection.defaultTop }),
  });
}

function sorted(
  items: readonly JsonObject[],
  order: string | null,
  { sortable = [] }: Collection,
): readonly JsonObject[] {
  if (order === null) return items;
  const [name = '', direction = 'asc'] = order.trim().split(/\s+/);
  const property = sortable.find((known) => known.toLowerCase() === name.toLowerCase());
  if (property === undefined) throw unsupportedQuery(`Sorting not supported for property '${name}'.`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const key = (item: JsonObject) => {
    const value = item[property];
    return typeof value === 'string' ? value : '';
  };
  return [...items].sort((a, b) => sign * key(a).localeCompare(key(b)));
}
