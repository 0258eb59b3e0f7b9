interface Place {
  readonly key: string;
  /** Counts the rows as they were created. */
  readonly created: number;
}

/** The rows of one index key in the order of creation: a page of them is found by halving, not by reading all. */
export interface IndexList {
  size(): number;
  add(place: Place): void;
  remove(created: number): void;
  /** Oldest first. */
  keys(from?: number, to?: number): readonly string[];
  /**
   * From where to where a page of at most `limit` goes: what is older or newer than the row created so, or the newest.
   * The newest page is always a whole one.
   */
  bounds(limit: number, created: number | undefined, side: 'older' | 'newer'): readonly [from: number, to: number];
}

export function createIndexList(): IndexList {
  const places: Place[] = [];

  /** How many were created before that one. */
  function before(created: number): number {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle]?.created ?? Infinity) < created) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    size: () => places.length,
    add(place) {
      const last = places.at(-1);
      // A new row is the newest; only a row that gains a key later goes between others.
      if (last === undefined || last.created < place.created) places.push(place);
      else places.splice(before(place.created), 0, place);
    },
    remove(created) {
      const index = before(created);
      if (places[index]?.created === created) places.splice(index, 1);
    },
    keys: (from, to) => places.slice(from, to).map(({ key }) => key),
    bounds(limit, created, side) {
      const newest = [Math.max(places.length - limit, 0), places.length] as const;
      if (created === undefined) return newest;
      if (side === 'older') {
        const to = before(created);
        return to === 0 ? newest : [Math.max(to - limit, 0), to];
      }
      const to = before(created + 1) + limit;
      return to >= places.length ? newest : [to - limit, to];
    },
  };
}
