/** Lines over time (uPlot). It is a picture: what it shows stands in the table beneath it, where keys and readers reach it. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences } from '../../words/preferences';
import styles from './charts.module.css';

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** A variable of page.css. */
  readonly colour: string;
  /** Lines are told apart without their colours, too. */
  readonly dash?: readonly number[];
}

export interface LineChartProps {
  readonly label: string;
  readonly times: readonly string[];
  readonly lines: readonly Line[];
  /** Of the axis and of what is pointed at: may be rounded. */
  readonly format: (value: number) => string;
  readonly formatTime: (at: string) => string;
  /** Short, for the axis. */
  readonly formatTick: (at: string) => string;
  readonly onPick: (index: number) => void;
  readonly range?: readonly [number, number];
}

const heightPx = 220;
const tickWidthPx = 95;

export default function LineChart(props: LineChartProps) {
  const [pointed, setPointed] = useState<number>();
  const frame = usePlot(props, setPointed);
  return (
    <figure className={styles['chart']}>
      <div ref={frame} className={styles['frame']} role="img" aria-label={props.label} />
      <Legend {...props} pointed={pointed} />
    </figure>
  );
}

/** One plot for as long as its lines look the same: other values are put into it. */
function usePlot(props: LineChartProps, point: Asked['point']) {
  const { times, lines, range } = props;
  const { theme, language, zone } = usePreferences().preferences;
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  // Lines and values are made anew whenever the chart is drawn: they are told apart by what is in them.
  const looks = JSON.stringify(lines.map(({ name, colour, dash }) => ({ name, colour, dash })));
  const data = JSON.stringify(dataOf(times, lines));
  const pick = useEffectEvent(props.onPick);
  const format = useEffectEvent(props.format);
  const formatTick = useEffectEvent(props.formatTick);
  const dataNow = useEffectEvent(() => dataOf(times, lines));
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const asked: Asked = {
      ...{ looks: JSON.parse(looks) as Asked['looks'], range, width: current.clientWidth, point },
      format: (value) => format(value),
      formatTick: (at) => formatTick(at),
    };
    const made = new uPlot(optionsOf(asked), dataNow(), current);
    plot.current = made;
    const picked = () => {
      if (made.cursor.idx != null) pick(made.cursor.idx);
    };
    made.over.addEventListener('click', picked);
    const resized = new ResizeObserver(() => {
      made.setSize({ width: current.clientWidth, height: heightPx });
    });
    resized.observe(current);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => made.redraw(false);
    dark.addEventListener('change', redraw);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', redraw);
      made.destroy();
      plot.current = null;
    };
  }, [looks, range, point, theme, language, zone]);
  useEffect(() => plot.current?.setData(JSON.parse(data) as uPlot.AlignedData), [data]);
  return frame;
}

/** What the lines are, and their values where one points. */
function Legend({
  times,
  lines,
  format,
  formatTime,
  pointed,
}: LineChartProps & { readonly pointed: number | undefined }) {
  const time = pointed === undefined ? undefined : times[pointed];
  return (
    <figcaption className={styles['legend']} aria-hidden>
      {lines.map(({ name, values, colour, dash }) => {
        const value = pointed === undefined ? undefined : values[pointed];
        return (
          <span key={name}>
            <svg width="26" height="10">
              <line
                {...{ x1: 0, x2: 26, y1: 5, y2: 5, stroke: `var(${colour})`, strokeWidth: 2.5 }}
                strokeDasharray={dash?.join(' ')}
              />
            </svg>{' '}
            {name}
            {value != null && <strong> {format(value)}</strong>}
          </span>
        );
      })}
      {time !== undefined && <span>{formatTime(time)}</span>}
    </figcaption>
  );
}

function dataOf(times: readonly string[], lines: readonly Line[]): uPlot.AlignedData {
  const xs = times.map((at) => Date.parse(at) / 1_000);
  return [xs, ...lines.map(({ values }) => [...values])];
}

/** As the theme has it when it is drawn. The text of a variable names the colours of both: what it makes of an element is one. */
const colourOf =
  (name: string) =>
  ({ over }: uPlot) => {
    over.style.color = `var(${name})`;
    return getComputedStyle(over).color;
  };

interface Asked extends Pick<LineChartProps, 'format' | 'formatTick'> {
  readonly looks: readonly Pick<Line, 'name' | 'colour' | 'dash'>[];
  readonly range: readonly [number, number] | undefined;
  readonly width: number;
  readonly point: (index: number | undefined) => void;
}

/** So many that they do not touch each other. */
function ticksOf({ data: [timesS], width }: uPlot): number[] {
  const every = Math.ceil(timesS.length / Math.max(2, Math.floor(width / tickWidthPx)));
  return [...timesS].filter((_time, at) => at % every === 0);
}

function optionsOf(asked: Asked): uPlot.Options {
  const { looks, range, width, format, formatTick, point } = asked;
  const axis: uPlot.Axis = {
    stroke: colourOf('--quiet'),
    grid: { stroke: colourOf('--line'), width: 1 },
    ticks: { stroke: colourOf('--line'), width: 1 },
  };
  return {
    ...{ width, height: heightPx, legend: { show: false } },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      y: { range: (_plot, _low, high) => (range ? [...range] : [0, Math.max(high, 1) * 1.05]) },
    },
    axes: [
      {
        ...axis,
        splits: ticksOf,
        values: (_plot, ticks) =>
          ticks.map((atS) => formatTick(new Date(atS * 1_000).toISOString())),
      },
      { ...axis, size: 74, values: (_plot, ticks) => ticks.map(format) },
    ],
    series: [
      {},
      ...looks.map(({ name, colour, dash }): uPlot.Series => {
        const stroke = colourOf(colour);
        const points = { show: true, size: 5, fill: stroke };
        return { label: name, stroke, width: 2, points, ...(dash && { dash: [...dash] }) };
      }),
    ],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
  };
}
