/** Sections that become tabs; without script they simply stand one below the other. */

/** Turn each `[data-tabs]` list of anchors into tabs over the sections they point to. */
export function startTabs(): void {
  for (const list of document.querySelectorAll<HTMLElement>("[data-tabs]")) new Tabs(list).start();
}

class Tabs {
  private readonly links: HTMLAnchorElement[];

  constructor(private readonly list: HTMLElement) {
    this.links = [...list.querySelectorAll<HTMLAnchorElement>("a[href^='#']")];
  }

  start(): void {
    this.list.setAttribute("role", "tablist");
    for (const link of this.links) this.prepare(link);
    this.list.addEventListener("click", (event) => this.follow(event));
    this.list.addEventListener("keydown", (event) => this.step(event));
    window.addEventListener("hashchange", () => this.openHash());
    if (!this.openHash() && this.links[0]) this.show(this.links[0]);
  }

  private prepare(link: HTMLAnchorElement): void {
    const panel = this.panel(link);
    link.setAttribute("role", "tab");
    link.id ||= `tab-${panel?.id}`;
    link.setAttribute("aria-controls", panel?.id ?? "");
    link.closest("li")?.setAttribute("role", "presentation");
    panel?.setAttribute("role", "tabpanel");
    panel?.setAttribute("aria-labelledby", link.id);
  }

  private panel(link: HTMLAnchorElement): HTMLElement | null {
    return document.getElementById(link.hash.slice(1));
  }

  private follow(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[role=tab]");
    if (!link) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    this.show(link);
  }

  private step(event: KeyboardEvent): void {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    const at = this.links.indexOf(document.activeElement as HTMLAnchorElement);
    const next = this.links[(at + move + this.links.length) % this.links.length];
    next?.focus();
    next?.click();
  }

  /** Open the panel that holds the place the address names; say whether there was one. */
  private openHash(): boolean {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const link = this.links.find((one) => place && this.panel(one)?.contains(place));
    if (!place || !link) return false;
    this.show(link);
    if (place !== this.panel(link)) {
      if (place instanceof HTMLDetailsElement) place.open = true;
      place.scrollIntoView({ block: "start" });
    }
    return true;
  }

  private show(chosen: HTMLAnchorElement): void {
    for (const link of this.links) {
      const isChosen = link === chosen;
      link.classList.toggle("active", isChosen);
      link.setAttribute("aria-selected", String(isChosen));
      link.tabIndex = isChosen ? 0 : -1;
      this.panel(link)?.classList.toggle("tab-hidden", !isChosen);
    }
  }
}
