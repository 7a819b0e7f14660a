/** Where a diagram opens and how it zooms: labels stay readable before everything else. */

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part of diagram-js' canvas that we use. */
export interface Canvas {
  addMarker(id: string, mark: string): void;
  zoom(): number;
  zoom(level: number | "fit-viewport", centre?: { x: number; y: number } | "auto"): number;
  viewbox(): Box & { inner: Box; outer: { width: number; height: number }; scale: number };
  viewbox(box: Box): void;
  scroll(by: { dx: number; dy: number }): void;
  resized(): void;
  getContainer(): HTMLElement;
}

/** External labels are drawn at 11 px, so below this scale they would be smaller than that. */
const READABLE = 1;
const WIDEST = 3;
const NARROWEST = 0.15;

/** Show the whole diagram when it stays readable, and otherwise `id` in the middle at 100 %. */
export function openAt(canvas: Canvas, id: string | undefined, registry: { get(id: string): unknown }): void {
  const { inner, outer } = canvas.viewbox();
  const fits = Math.min(outer.width / (inner.width + 40), outer.height / (inner.height + 40));
  if (fits >= READABLE) return zoomToFit(canvas);
  const element = id ? (registry.get(id) as Box) : undefined;
  const middle = element && {
    x: element.x + element.width / 2,
    y: element.y + element.height / 2,
  };
  const width = outer.width / READABLE;
  const height = outer.height / READABLE;
  canvas.viewbox({
    x: within(middle ? middle.x - width / 2 : inner.x, inner.x, inner.width, width),
    y: within(middle ? middle.y - height / 2 : inner.y, inner.y, inner.height, height),
    width,
    height,
  });
}

/** Show the whole diagram with a margin, never enlarged beyond 100 %. */
export function zoomToFit(canvas: Canvas): void {
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(
    1, outer.width / (inner.width + 40), outer.height / (inner.height + 40),
  );
  canvas.viewbox({
    x: inner.x + inner.width / 2 - outer.width / scale / 2,
    y: inner.y + inner.height / 2 - outer.height / scale / 2,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

/** Zoom by a factor around the pointer, or around the middle. */
export function zoomBy(canvas: Canvas, factor: number, pointer?: MouseEvent): void {
  const level = Math.min(WIDEST, Math.max(NARROWEST, canvas.zoom() * factor));
  const frame = canvas.getContainer().getBoundingClientRect();
  const centre = pointer
    ? { x: pointer.clientX - frame.left, y: pointer.clientY - frame.top }
    : { x: frame.width / 2, y: frame.height / 2 };
  canvas.zoom(level, centre);
}

/** Let one finger move the diagram; diagram-js listens to the mouse only. */
export function panByTouch(canvas: Canvas, container: HTMLElement): void {
  let last: PointerEvent | undefined;
  container.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" && event.isPrimary) last = event;
  });
  container.addEventListener("pointermove", (event) => {
    if (!last || event.pointerId !== last.pointerId) return;
    canvas.scroll({ dx: event.clientX - last.clientX, dy: event.clientY - last.clientY });
    last = event;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    container.addEventListener(end, () => (last = undefined));
  }
}

/** Keep a window of `size` inside the drawing, with a margin; a small drawing is centred. */
function within(wanted: number, start: number, length: number, size: number): number {
  const margin = 24;
  if (length + 2 * margin <= size) return start - (size - length) / 2;
  return Math.min(Math.max(wanted, start - margin), start + length + margin - size);
}
