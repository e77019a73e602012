/** The headline types by month, a panel each: hover tells, dragging zooms, a click opens the events of a bar. */
import { scaleLinear } from "d3-scale";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Site } from "../data";
import * as route from "../route";
import { capital, label, month as monthName, number, t } from "../words";

const HEIGHT = 76;
const TITLE = 24;
const GAP = 12;
const AXIS = 24;
const LEFT = 34;
const RIGHT = 6;
const DRAG = 6;
const SNAP = 7;
/** Pixels: from a drag on a click is a zoom; a click finds the bar that is so near. */

interface Drag {
  from: number;
  x: number;
  to: number;
  isZoom: boolean;
}

export function Timeline(props: { site: Site; query: URLSearchParams }) {
  const { months, covers_from } = props.site;
  const types = Object.keys(months);
  const all = monthsFrom(covers_from.slice(0, 7), months[types[0]!]!.length);
  const [first, last] = bounds(all, props.query);
  const [cursor, setCursor] = useState<number | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [width, box] = useWidth();

  const n = last - first + 1;
  const step = (width - LEFT - RIGHT) / n;
  const height = types.length * (TITLE + HEIGHT + GAP) - GAP + AXIS;
  const x = (index: number) => LEFT + (index - first) * step;
  const at = (pixel: number) => Math.min(last, Math.max(first, first + Math.floor((pixel - LEFT) / step)));
  const panel = (pixel: number) => types[Math.min(types.length - 1, Math.floor(pixel / (TITLE + HEIGHT + GAP)))]!;
  const count = (type: string, index: number) => months[type]![index] ?? 0;

  const zoom = (from: number, to: number) => {
    const [a, b] = from < to ? [from, to] : [to, from];
    const isWhole = a === 0 && b === all.length - 1;
    setCursor(null);
    route.replace("", isWhole ? {} : { from: all[a]!, to: all[b]! });
  };
  const openBar = (type: string, index: number) => {
    const reach = Math.ceil(SNAP / step);
    const near = Array.from({ length: 2 * reach + 1 }, (_, i) => index - reach + i)
      .filter((one) => one >= first && one <= last && count(type, one) > 0)
      .sort((a, b) => Math.abs(a - index) - Math.abs(b - index))[0];
    if (near !== undefined) route.open("events", { type, month: all[near]!, counted: "1" });
  };

  const place = (event: PointerEvent) => {
    const frame = (event.currentTarget as Element).getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top] as const;
  };
  const onKey = (event: KeyboardEvent) => {
    const now = cursor ?? last;
    const to = {
      ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1,
      PageUp: now + 12, PageDown: now - 12, Home: first, End: last,
    }[event.key];
    if (event.key === "Enter") route.open("events", { type: types.join(","), month: all[now]!, counted: "1" });
    else if (event.key === "Escape") setCursor(null);
    else if (to !== undefined) setCursor(Math.min(last, Math.max(first, to)));
    else return;
    event.preventDefault();
  };
  const told = (index: number) =>
    `${monthName(all[index]!)}: ${types.map((type) => `${label("event_types", type)} ${count(type, index) || t("home.none")}`).join(", ")}`;

  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t("home.timeline")}</h2>
      <p>
        {t("home.counts")} <span class="quiet">{t("home.census")}</span>
      </p>
      <Range all={all} first={first} last={last} onRange={zoom} />
      <div class="chart" ref={box}>
        {width > 0 && (
          <svg
            width={width}
            height={height}
            role="slider"
            tabIndex={0}
            aria-label={t("home.slider")}
            aria-valuemin={first}
            aria-valuemax={last}
            aria-valuenow={cursor ?? last}
            aria-valuetext={told(cursor ?? last)}
            aria-describedby="how"
            onKeyDown={onKey}
            onFocus={() => setCursor((now) => now ?? last)}
            onBlur={() => setCursor(null)}
            onPointerDown={(event) => {
              const [px] = place(event);
              if (event.button === 0) setDrag({ from: at(px), to: at(px), x: px, isZoom: false });
              if (event.pointerType !== "touch") event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={(event) => {
              const [px] = place(event);
              setCursor(at(px));
              if (drag && event.pointerType !== "touch") {
                setDrag({ ...drag, to: at(px), isZoom: drag.isZoom || Math.abs(px - drag.x) > DRAG });
              }
            }}
            onPointerUp={(event) => {
              const [px, py] = place(event);
              if (drag?.isZoom) zoom(drag.from, drag.to);
              else if (drag && event.pointerType !== "touch") openBar(panel(py), at(px));
              else setCursor(at(px));
              setDrag(null);
            }}
            onPointerCancel={() => setDrag(null)}
            onPointerLeave={(event) => {
              if (event.pointerType !== "touch" && document.activeElement !== event.currentTarget) setCursor(null);
            }}
          >
            {drag?.isZoom && (
              <rect class="brush" x={x(Math.min(drag.from, drag.to))} y={0} width={(Math.abs(drag.to - drag.from) + 1) * step} height={height - AXIS} />
            )}
            {cursor !== null && !drag?.isZoom && <rect class="cursor" x={x(cursor)} y={0} width={Math.max(step, 1)} height={height - AXIS} />}
            {types.map((type, row) => (
              <Panel
                key={type}
                type={type}
                row={row}
                top={row * (TITLE + HEIGHT + GAP)}
                width={width}
                values={months[type]!.slice(first, last + 1)}
                step={step}
              />
            ))}
            <Years all={all} first={first} last={last} x={x} y={height} />
          </svg>
        )}
        {cursor !== null && !drag?.isZoom && width > 0 && (
          <Readout all={all} index={cursor} types={types} count={count} left={x(cursor) + step / 2} width={width} />
        )}
      </div>
      <p id="how" class="quiet">
        {t("home.how")}
      </p>
      <ByYear all={all} types={types} count={count} />
    </section>
  );
}

function Panel(props: { type: string; row: number; top: number; width: number; values: number[]; step: number }) {
  const most = Math.max(1, ...props.values);
  const y = scaleLinear([0, most], [HEIGHT, 0]);
  const ticks = most % 2 ? [0, most] : [0, most / 2, most];
  const bar = Math.max(1, Math.min(props.step - (props.step > 4 ? 1 : 0), 28));
  const total = props.values.reduce((sum, one) => sum + one, 0);
  return (
    <g transform={`translate(0 ${props.top})`} class={`series series-${props.row}`}>
      <text class="panel-title" x={LEFT} y={TITLE - 8}>
        {capital(label("event_types", props.type))} <tspan class="panel-total">{number(total)}</tspan>
      </text>
      <g transform={`translate(0 ${TITLE})`}>
        {ticks.map((tick) => (
          <g key={tick} class="tick">
            <line x1={LEFT} x2={props.width - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 6} y={y(tick)} dy="0.32em">
              {tick}
            </text>
          </g>
        ))}
        {props.values.map(
          (value, i) =>
            value > 0 && (
              <rect key={i} class="bar" x={LEFT + i * props.step + (props.step - bar) / 2} y={y(value)} width={bar} height={HEIGHT - y(value)} />
            ),
        )}
      </g>
    </g>
  );
}

function Years(props: { all: string[]; first: number; last: number; x: (index: number) => number; y: number }) {
  const span = props.last - props.first + 1;
  const isFine = span <= 30;
  const room = props.x(props.first + 1) - props.x(props.first);
  const every = isFine ? Math.max(1, Math.ceil(64 / room)) : 12 * Math.max(1, Math.ceil(44 / (12 * room)));
  const ticks = [];
  for (let index = props.first; index <= props.last; index++) {
    const number = Number(props.all[index]!.slice(0, 4)) * 12 + Number(props.all[index]!.slice(5)) - 1;
    if (number % every === 0 && props.x(index) < props.x(props.last + 1) - 26) ticks.push(index);
  }
  return (
    <g class="years">
      {ticks.map((index) => (
        <g key={index}>
          <line x1={props.x(index)} x2={props.x(index)} y1={props.y - AXIS} y2={props.y - AXIS + 5} />
          <text x={props.x(index)} y={props.y - 5}>
            {isFine ? monthName(props.all[index]!, "short") : props.all[index]!.slice(0, 4)}
          </text>
        </g>
      ))}
    </g>
  );
}

interface Told {
  all: string[];
  types: string[];
  count: (type: string, index: number) => number;
}

/** The numbers of one month beside the pointer, each a way to its events. */
function Readout(props: Told & { index: number; left: number; width: number }) {
  const isRight = props.left > props.width / 2;
  const style = isRight ? { right: `${props.width - props.left + 10}px` } : { left: `${props.left + 10}px` };
  const month = props.all[props.index]!;
  return (
    <div class="readout" style={style}>
      <strong>{capital(monthName(month))}</strong>
      {props.types.map((type, row) => {
        const n = props.count(type, props.index);
        return (
          <span key={type} class={`series-${row}`}>
            <i class="chip" />
            {n > 0 ? (
              <a tabIndex={-1} href={route.href("events", { type, month, counted: "1" })} onPointerDown={(event) => event.preventDefault()}>
                {label("event_types", type)}
              </a>
            ) : (
              label("event_types", type)
            )}
            <b>{n}</b>
          </span>
        );
      })}
    </div>
  );
}

function Range(props: { all: string[]; first: number; last: number; onRange: (from: number, to: number) => void }) {
  const years = [...new Set(props.all.map((one) => one.slice(0, 4)))];
  const [from, to] = [props.all[props.first]!.slice(0, 4), props.all[props.last]!.slice(0, 4)];
  const isWhole = props.first === 0 && props.last === props.all.length - 1;
  const begin = (year: string) => props.all.findIndex((one) => one.startsWith(year));
  const end = (year: string) => props.all.findLastIndex((one) => one.startsWith(year));
  const choice = (value: string, change: (year: string) => void, name: string) => (
    <label>
      {name}{" "}
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        {years.map((year) => (
          <option key={year} value={year}>
            {year}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="range">
      {choice(from, (year) => props.onRange(begin(year), Math.max(end(year), end(to))), t("home.from"))}
      {choice(to, (year) => props.onRange(Math.min(begin(from), begin(year)), end(year)), t("home.to"))}
      <button type="button" disabled={isWhole} onClick={() => props.onRange(0, props.all.length - 1)}>
        {t("home.whole")}
      </button>
    </div>
  );
}

function ByYear(props: Told) {
  const years = [...new Set(props.all.map((one) => one.slice(0, 4)))].reverse();
  const sum = (type: string, year: string) =>
    props.all.reduce((total, one, index) => total + (one.startsWith(year) ? props.count(type, index) : 0), 0);
  return (
    <details>
      <summary>{t("home.as_table")}</summary>
      <table class="fits">
        <thead>
          <tr>
            <th scope="col">{t("home.year")}</th>
            {props.types.map((type) => (
              <th key={type} scope="col" class="number">
                {capital(label("event_types", type))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {props.types.map((type) => (
                <td key={type} class="number">
                  {number(sum(type, year))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function bounds(all: string[], query: URLSearchParams): [number, number] {
  const first = all.indexOf(query.get("from") ?? "");
  const last = all.indexOf(query.get("to") ?? "");
  const to = last < 0 ? all.length - 1 : last;
  return first < 0 || first > to ? [0, to] : [first, to];
}

function monthsFrom(first: string, n: number): string[] {
  const [year, month] = first.split("-").map(Number) as [number, number];
  return Array.from({ length: n }, (_, i) => new Date(Date.UTC(year, month - 1 + i)).toISOString().slice(0, 7));
}

/** The width that a box has, now and after every change. */
export function useWidth(): [number, { current: HTMLDivElement | null }] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    watcher.observe(box.current!);
    return () => watcher.disconnect();
  }, []);
  return [width, box];
}
