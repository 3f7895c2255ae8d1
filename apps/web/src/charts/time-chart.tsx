import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { useId, useRef } from 'react';
import { splitAt } from './split-at.js';
import { useWidth } from './use-width.js';
import './charts.css';

/** A value at a moment, with its interval where there is one. */
export interface TimePoint {
  readonly at: number;
  readonly label: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Of a time that is still running. */
  readonly provisional: boolean;
}

/** A moment at which something was changed: the line before and after it is not one. */
export interface TimeMark {
  readonly at: number;
  readonly label: string;
}

export interface TimeChartProps {
  /** What a person who does not see the chart is told. */
  readonly says: string;
  readonly points: readonly TimePoint[];
  /** A second series: what the first is compared with. */
  readonly reference?: readonly TimePoint[];
  /** Where the way is meant to go: from a moment and value to another. */
  readonly path?: { readonly from: readonly [number, number]; readonly to: readonly [number, number] };
  readonly marks?: readonly TimeMark[];
  readonly yTicks: readonly number[];
  readonly write: (value: number) => string;
  readonly height?: number;
  readonly xLabels: readonly { readonly at: number; readonly label: string }[];
}

const MARGIN = { top: 16, right: 34, bottom: 30, left: 46 };

/** Values over time, drawn in the pixels that there are, so that text keeps its size on any screen. */
export function TimeChart(props: TimeChartProps) {
  const { says, points, reference = [], path, marks = [], yTicks, write, height = 280, xLabels } = props;
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const clip = useId();
  const moments = [
    ...[...points, ...reference, ...marks, ...xLabels].map(({ at }) => at),
    ...(path ? [path.from[0], path.to[0]] : []),
  ];
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const x = scaleLinear()
    .domain(first === last ? [first - 1, last + 1] : [first, last])
    .range([MARGIN.left + 26, Math.max(MARGIN.left + 40, width - MARGIN.right)]);
  const y = scaleLinear()
    .domain([yTicks[0] ?? 0, yTicks.at(-1) ?? 1])
    .range([height - MARGIN.bottom, MARGIN.top]);
  const between = [...marks].map(({ at }) => at).sort((a, b) => a - b);
  const draw = line<TimePoint>()
    .x(({ at }) => x(at))
    .y(({ value }) => y(value));
  const shownLabels = spaced(xLabels, x, 62);
  return (
    <div ref={holder} className="time-chart">
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={says}>
          <defs>
            <clipPath id={clip}>
              <rect x={MARGIN.left} y="0" width={width - MARGIN.left} height={height} />
            </clipPath>
          </defs>
          {yTicks.map((tick) => (
            <g key={tick}>
              <line className="grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
              <text className="tick" x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">
                {write(tick)}
              </text>
            </g>
          ))}
          {shownLabels.map(({ at, label }) => (
            <text key={label} className="tick" x={x(at)} y={height - 8} textAnchor="middle">
              {label}
            </text>
          ))}
          <g clipPath={`url(#${clip})`}>
            {marks.map(({ at, label }) => (
              <line
                key={`${at} ${label}`}
                className="mark"
                x1={x(at)}
                x2={x(at)}
                y1={MARGIN.top}
                y2={height - MARGIN.bottom}
              />
            ))}
            {path && (
              <>
                <line
                  className="path"
                  x1={x(path.from[0])}
                  y1={y(path.from[1])}
                  x2={x(path.to[0])}
                  y2={y(path.to[1])}
                />
                <path className="goal" d={`M${x(path.to[0])} ${y(path.to[1]) - 8}l8 8-8 8-8-8z`} />
              </>
            )}
            <Series points={reference} kind="reference" {...{ x, y, draw, between }} />
            <Series points={points} kind="own" {...{ x, y, draw, between }} />
          </g>
        </svg>
      )}
    </div>
  );
}

interface SeriesProps {
  readonly points: readonly TimePoint[];
  readonly kind: 'own' | 'reference';
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly draw: (points: TimePoint[]) => string | null;
  readonly between: readonly number[];
}

function Series({ points, kind, x, y, draw, between }: SeriesProps) {
  return (
    <g className={kind}>
      {splitAt(points, between).map((piece) => (
        <path key={piece[0]!.at} className="line" d={draw([...piece]) ?? ''} />
      ))}
      {points.map(({ at, value, low, high, provisional }) => (
        <g key={at}>
          {low !== null && high !== null && <line className="range" x1={x(at)} x2={x(at)} y1={y(low)} y2={y(high)} />}
          <g className="moves" style={{ transform: `translate(${x(at)}px, ${y(value)}px)` }}>
            {kind === 'own' ? (
              <circle className={provisional ? 'dot ring' : 'dot'} r="6" />
            ) : (
              <rect className={provisional ? 'dot ring' : 'dot'} x="-5" y="-5" width="10" height="10" />
            )}
          </g>
        </g>
      ))}
    </g>
  );
}

/** Leaves out labels that would stand on one another; the last always stays. */
function spaced<Label extends { readonly at: number }>(
  labels: readonly Label[],
  x: (at: number) => number,
  room: number,
): readonly Label[] {
  const kept: Label[] = [];
  for (const label of [...labels].reverse()) {
    const next = kept.at(-1);
    if (next === undefined || x(next.at) - x(label.at) >= room) kept.push(label);
  }
  return kept.reverse();
}
