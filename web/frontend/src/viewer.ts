/** The diagram of a case: where it stands, how it came there, and what each limit has used. */

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./styles/diagram.css";

import { say } from "./texts";
import { openAt, panByTouch, type Canvas, zoomBy, zoomToFit } from "./zooming";

/** What the server says of a case, by element id of its diagram. */
interface State {
  done?: string[];
  active?: string[];
  overdue?: string[];
  /** Sequence flows that were taken. */
  flows?: string[];
  /** The element to open at; the first active one when absent. */
  focus?: string;
  pills?: Pill[];
  /** In a dry run: what is live, and how many times. */
  tokens?: Token[];
}

interface Token {
  element: string;
  number: number;
}

interface Pill {
  element: string;
  text: string;
  lamp: "green" | "warn" | "yellow" | "red" | "stopped" | "none";
  title?: string;
}

interface Overlays {
  add(element: string, type: string, overlay: object): string;
}

interface Registry {
  get(id: string): Shape | undefined;
}

interface Shape {
  type: string;
  parent?: Shape;
  children?: Shape[];
}

/** Start every `[data-diagram]` once it can be seen: a hidden canvas has no size to open at. */
function start(): void {
  foldOnNarrowScreens();
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      seen.unobserve(entry.target);
      void show(entry.target as HTMLElement);
    }
  });
  for (const place of document.querySelectorAll<HTMLElement>("[data-diagram]")) seen.observe(place);
}

/** On a phone the list of steps comes first and the diagram waits to be asked for. */
function foldOnNarrowScreens(): void {
  if (!window.matchMedia("(max-width: 767.98px)").matches) return;
  for (const fold of document.querySelectorAll<HTMLDetailsElement>("[data-diagram-fold]")) {
    fold.open = false;
  }
}

async function show(place: HTMLElement): Promise<void> {
  const container = place.querySelector<HTMLElement>("[data-diagram-canvas]") ?? place;
  try {
    const [xml, state] = await Promise.all([
      read(place.dataset.xmlUrl ?? "").then((answer) => answer.text()),
      read(place.dataset.stateUrl ?? "").then((answer) => answer.json() as Promise<State>),
    ]);
    const viewer = new NavigatedViewer({
      container,
      // The wheel belongs to the page; with Ctrl it belongs to the diagram.
      zoomScroll: { enabled: false },
      textRenderer: { defaultStyle: { fontFamily: getComputedStyle(place).fontFamily } },
    });
    await viewer.importXML(xml);
    draw(viewer, state);
    drawTokens(viewer, state.tokens ?? []);
    wire(place, container, viewer, state);
  } catch (reason) {
    console.error(reason);
    place.dataset.state = "failed";
    container.textContent = say("diagramFailed");
  }
}

async function read(url: string): Promise<Response> {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

function draw(viewer: NavigatedViewer, state: State): void {
  const canvas = viewer.get<Canvas>("canvas");
  const registry = viewer.get<Registry>("elementRegistry");
  const marks = { done: state.done, active: state.active, overdue: state.overdue, taken: state.flows };
  for (const [mark, ids] of Object.entries(marks)) {
    // A running case may be on a step that this diagram draws inside another one.
    for (const id of ids ?? []) {
      const element = registry.get(id);
      if (element) canvas.addMarker(id, element.children?.length ? `holds-${mark}` : `is-${mark}`);
    }
  }
  const overlays = viewer.get<Overlays>("overlays");
  for (const pill of state.pills ?? []) {
    if (!registry.get(pill.element)) continue;
    overlays.add(pill.element, "limit", {
      position: { bottom: 11, left: 6 },
      // Below 100 % the pill keeps its size: a number nobody can read is no number. Far below,
      // pills would cover each other.
      scale: { min: 1, max: 1.2 },
      show: { minZoom: 0.6 },
      html: pillElement(pill),
    });
  }
}

/** A dot on each live element of a dry run, with a number where there are several. */
function drawTokens(viewer: NavigatedViewer, tokens: Token[]): void {
  const registry = viewer.get<Registry>("elementRegistry");
  for (const token of tokens.filter((one) => registry.get(one.element))) {
    const dot = document.createElement("span");
    dot.className = "token";
    dot.textContent = token.number > 1 ? String(token.number) : "";
    viewer.get<Overlays>("overlays").add(token.element, "token", {
      position: { top: -9, right: 9 },
      scale: { min: 1, max: 1.2 },
      html: dot,
    });
  }
}

function isEnd(shape: Shape | undefined): boolean {
  return shape?.type === "bpmn:EndEvent" && shape.parent?.type !== "bpmn:SubProcess";
}

function pillElement(pill: Pill): HTMLElement {
  const element = document.createElement("span");
  element.className = `pill pill-${pill.lamp}`;
  element.textContent = pill.text;
  if (pill.title) element.title = pill.title;
  return element;
}

function wire(place: HTMLElement, container: HTMLElement, viewer: NavigatedViewer, state: State): void {
  const canvas = viewer.get<Canvas>("canvas");
  const registry = viewer.get<Registry>("elementRegistry");
  // A closed case opens where it ended.
  const ends = (state.done ?? []).filter((id) => isEnd(registry.get(id)));
  const focus = [state.focus, ...(state.active ?? []), ...ends];
  const home = () => openAt(canvas, focus.find((id) => id && registry.get(id)), registry);
  const actions: Record<string, () => void> = {
    in: () => zoomBy(canvas, 1.25),
    out: () => zoomBy(canvas, 0.8),
    fit: () => zoomToFit(canvas),
    home,
    full: () => void (document.fullscreenElement ? document.exitFullscreen() : place.requestFullscreen()),
  };
  place.addEventListener("fullscreenchange", () => {
    canvas.resized();
    home();
  });
  panByTouch(canvas, container);
  place.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-zoom]");
    actions[button?.dataset.zoom ?? ""]?.();
  });
  container.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(canvas, event.deltaY < 0 ? 1.1 : 0.91, event);
  }, { passive: false });
  container.addEventListener("keydown", (event) => {
    const action = { "+": "in", "=": "in", "-": "out", "0": "fit", Home: "home", f: "full" }[event.key];
    if (!action) return;
    event.preventDefault();
    actions[action]?.();
  });
  whenSized(container, () => {
    canvas.resized();
    home();
    place.dataset.state = "ready";
  });
}

/** Wait until the canvas has a size: a tab may have hidden it while the drawing was on its way. */
function whenSized(container: HTMLElement, open: () => void): void {
  const sizes = new ResizeObserver(() => {
    if (!container.clientWidth || !container.clientHeight) return;
    sizes.disconnect();
    open();
  });
  sizes.observe(container);
}

start();
