/** Two diagrams that move together, coloured by what differs; the list of changes leads to both. */

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./styles/diagram.css";
import "./styles/compare.css";

import { say } from "./texts";
import { panByTouch, type Canvas, zoomBy, zoomToFit } from "./zooming";

interface Shape {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  waypoints?: { x: number; y: number }[];
  children?: Shape[];
}

interface Registry {
  get(id: string): Shape | undefined;
}

interface Bus {
  on(event: string, listener: (event: { element: Shape }) => void): void;
}

/** One side: its canvas and what is drawn there. */
class Side {
  readonly canvas: Canvas & { removeMarker(id: string, mark: string): void };
  readonly registry: Registry;
  readonly bus: Bus;

  constructor(readonly viewer: NavigatedViewer, readonly place: HTMLElement) {
    this.canvas = viewer.get("canvas");
    this.registry = viewer.get("elementRegistry");
    this.bus = viewer.get("eventBus");
  }

  mark(): void {
    const marks = JSON.parse(this.place.dataset.marks ?? "{}") as Record<string, string[]>;
    for (const [kind, ids] of Object.entries(marks)) {
      for (const id of ids) {
        const shape = this.registry.get(id);
        if (shape) this.canvas.addMarker(id, shape.children?.length ? `holds-${kind}` : `is-${kind}`);
      }
    }
  }

  point(id: string | undefined, found: string): void {
    if (id && this.registry.get(id)) this.canvas.removeMarker(id, "is-found");
    if (this.registry.get(found)) this.canvas.addMarker(found, "is-found");
  }
}

async function start(page: HTMLElement): Promise<void> {
  const places = [...page.querySelectorAll<HTMLElement>("[data-side]")];
  const sides: Side[] = [];
  for (const place of places) {
    const side = await open(place);
    if (side) sides.push(side);
  }
  if (!sides.length) return;
  together(sides);
  for (const side of sides) side.mark();
  wire(page, sides);
  requestAnimationFrame(() => {
    home(page, sides);
    page.dataset.state = "ready";
  });
}

async function open(place: HTMLElement): Promise<Side | undefined> {
  const container = place.querySelector<HTMLElement>("[data-diagram-canvas]") ?? place;
  try {
    const answer = await fetch(place.dataset.xmlUrl ?? "", { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const viewer = new NavigatedViewer({
      container,
      zoomScroll: { enabled: false },
      textRenderer: { defaultStyle: { fontFamily: getComputedStyle(place).fontFamily } },
    });
    await viewer.importXML(await answer.text());
    const side = new Side(viewer, place);
    panByTouch(side.canvas, container);
    container.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomBy(side.canvas, event.deltaY < 0 ? 1.1 : 0.91, event);
    }, { passive: false });
    return side;
  } catch (reason) {
    console.error(reason);
    place.dataset.state = "failed";
    container.textContent = say("diagramFailed");
    return undefined;
  }
}

/** What one side shows, the other shows too: the same corner at the same scale. */
function together(sides: Side[]): void {
  let leading: Side | undefined;
  for (const side of sides) {
    side.bus.on("canvas.viewbox.changed", () => {
      if (leading && leading !== side) return;
      leading = side;
      for (const other of sides.filter((one) => one !== side)) follow(side, other);
      leading = undefined;
    });
  }
}

function follow(side: Side, other: Side): void {
  const { x, y, scale } = side.canvas.viewbox();
  const { outer } = other.canvas.viewbox();
  other.canvas.viewbox({ x, y, width: outer.width / scale, height: outer.height / scale });
}

function home(page: HTMLElement, sides: Side[]): void {
  const first = page.querySelector<HTMLElement>(".change:not(.change-moved) [data-jump]");
  if (first) jump(page, sides, first);
  else sides.slice(0, 1).forEach((side) => zoomToFit(side.canvas));
}

let shown: string | undefined;

function jump(page: HTMLElement, sides: Side[], button: HTMLElement): void {
  const id = button.dataset.jump ?? "";
  const side = [...sides].reverse().find((one) => one.registry.get(id));
  if (!side) return;
  const box = boxOf(side.registry.get(id)!);
  const { outer } = side.canvas.viewbox();
  const scale = Math.min(1, outer.width / (box.width + 240), outer.height / (box.height + 160));
  side.canvas.viewbox({
    x: box.x + box.width / 2 - outer.width / scale / 2,
    y: box.y + box.height / 2 - outer.height / scale / 2,
    width: outer.width / scale,
    height: outer.height / scale,
  });
  for (const one of sides) one.point(shown, id);
  shown = id;
  for (const other of page.querySelectorAll("[data-jump][aria-current]")) other.removeAttribute("aria-current");
  button.setAttribute("aria-current", "true");
}

function boxOf(shape: Shape): { x: number; y: number; width: number; height: number } {
  const points = shape.waypoints;
  if (!points) return { x: shape.x ?? 0, y: shape.y ?? 0, width: shape.width ?? 0, height: shape.height ?? 0 };
  const xs = points.map((one) => one.x);
  const ys = points.map((one) => one.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const narrow = window.matchMedia("(max-width: 991.98px)");

function wire(page: HTMLElement, sides: Side[]): void {
  // The other sides follow the first.
  const lead = sides.slice(0, 1);
  const actions: Record<string, () => void> = {
    in: () => lead.forEach((side) => zoomBy(side.canvas, 1.25)),
    out: () => lead.forEach((side) => zoomBy(side.canvas, 0.8)),
    fit: () => lead.forEach((side) => zoomToFit(side.canvas)),
    turn: () => {
      page.querySelector(".compare-pair")?.classList.toggle("is-stacked");
      for (const side of sides) side.canvas.resized();
    },
  };
  page.addEventListener("click", (event) => {
    const target = event.target as Element;
    const button = target.closest<HTMLElement>("[data-jump]");
    if (button) {
      jump(page, sides, button);
      // On a phone the diagrams lie under the list.
      if (narrow.matches) page.querySelector(".compare-diagrams")?.scrollIntoView({ block: "start" });
    }
    actions[target.closest<HTMLElement>("[data-zoom]")?.dataset.zoom ?? ""]?.();
  });
  for (const side of sides) {
    side.bus.on("element.click", ({ element }) => {
      const entry = page.querySelector<HTMLElement>(`[data-jump="${CSS.escape(element.id)}"]`);
      if (!entry) return;
      entry.closest("details")?.setAttribute("open", "");
      entry.scrollIntoView({ block: "nearest" });
      jump(page, sides, entry);
    });
  }
}

for (const page of document.querySelectorAll<HTMLElement>("[data-compare]")) void start(page);
