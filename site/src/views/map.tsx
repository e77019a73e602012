/** The chosen events by place, on an outline of the countries that comes with the page. */
import { geoMercator, geoPath } from "d3-geo";
import { scaleSqrt } from "d3-scale";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";
import { type Brief, outline } from "../data";
import * as route from "../route";
import { useLoaded, Waiting } from "../shell";
import { number, t } from "../words";
import { useWidth } from "./timeline";

/** The part of the world that is drawn, in degrees: west, south, east, north. */
const WINDOW = [-123, 13.5, -70, 43.5] as const;
const FRAME = {
  type: "MultiPoint" as const,
  coordinates: [[WINDOW[0], WINDOW[1]], [WINDOW[2], WINDOW[3]]] as [number, number][],
};
const TOWNS = ["site", "municipality"];
const LISTED = 40;

interface Place {
  name: string;
  lat: number;
  lon: number;
  isArea: boolean;
  n: number;
}

export function EventMap(props: { events: Brief[]; query: URLSearchParams }) {
  const found = useLoaded(outline, []);
  const [width, box] = useWidth();
  const all = places(props.events);
  const seen = all.filter((one) => one.lon > WINDOW[0] && one.lon < WINDOW[2] && one.lat > WINDOW[1] && one.lat < WINDOW[3]);
  const shown = seen.reduce((sum, one) => sum + one.n, 0);
  const to = (place: Place) => {
    const query = new URLSearchParams(props.query);
    for (const name of ["view", "page"]) query.delete(name);
    query.set("at", place.name);
    return route.href("events", query);
  };
  return (
    <div class="map" ref={box}>
      {!found.value ? <Waiting of={found} /> : width > 0 && <Drawn topology={found.value as Topology} places={seen} width={width} shown={shown} to={to} />}
      <p class="quiet">{t("explore.map_note", { shown, left: props.events.length - shown })}</p>
      <h2>{t("explore.map_list")}</h2>
      <ol class="places">
        {all.slice(0, LISTED).map((place) => (
          <li key={`${place.lat},${place.lon}`}>
            <a href={to(place)}>{place.name}</a> <span class="quiet">{number(place.n)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Drawn(props: { topology: Topology; places: Place[]; width: number; shown: number; to: (place: Place) => string }) {
  const { width } = props;
  const height = Math.round(width * 0.66);
  const projection = geoMercator().fitSize([width, height], FRAME).clipExtent([[0, 0], [width, height]]);
  const path = geoPath(projection);
  const land = feature(props.topology, props.topology.objects.countries!);
  const most = Math.max(2, ...props.places.map((one) => one.n));
  const radius = scaleSqrt([0, most], [0, width > 500 ? 22 : 14]);
  const label = t("explore.map_label", { shown: props.shown, places: props.places.length });
  return (
    <svg width={width} height={height} role="group" aria-label={label}>
      <path class="land" d={path(land) ?? ""} />
      {props.places.map((place) => {
        const at = projection([place.lon, place.lat]);
        const told = `${place.name}: ${t("explore.n_events", { n: place.n })}`;
        return (
          at && (
            <a key={`${place.lat},${place.lon}`} href={props.to(place)} aria-label={told} tabIndex={-1}>
              <circle class={place.isArea ? "area" : "town"} cx={at[0]} cy={at[1]} r={Math.max(2.5, radius(place.n))}>
                <title>{told}</title>
              </circle>
            </a>
          )
        );
      })}
    </svg>
  );
}

/** Places with coordinates, most events first; names that lie on one point are one place, under the commonest of them. */
function places(events: Brief[]): Place[] {
  const found = new Map<string, Place & { names: Map<string, number> }>();
  for (const event of events) {
    const { place_lat: lat, place_lon: lon, place_name: name } = event;
    if (lat === null || lon === null || name === null) continue;
    const key = `${lat.toFixed(2)},${lon.toFixed(2)}`;
    const place = found.get(key) ?? { name, lat, lon, isArea: true, n: 0, names: new Map<string, number>() };
    place.n += 1;
    place.names.set(name, (place.names.get(name) ?? 0) + 1);
    place.isArea &&= !TOWNS.includes(event.place_precision ?? "");
    place.name = [...place.names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0];
    found.set(key, place);
  }
  return [...found.values()].sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
}
