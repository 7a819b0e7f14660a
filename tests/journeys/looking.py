"""What must hold of every screen, asked of the browser that drew it."""

from playwright.sync_api import Page

#: Elements whose own text is cut off at the side with nothing that tells the rest of it.
CUT_OFF = """() => [...document.querySelectorAll('main *, .rail *, .demo-bar *')]
  .filter(one => {
    const style = getComputedStyle(one);
    const ownText = [...one.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim());
    const isCut = style.overflowX !== 'visible' && style.overflowX !== 'auto'
      && style.overflowX !== 'scroll' && one.scrollWidth > one.clientWidth + 1;
    const isShown = one.getClientRects().length && one.clientWidth > 1;
    return ownText && isCut && isShown && !one.closest('[title], .visually-hidden, svg, input')
      && !['SELECT', 'OPTION', 'TEXTAREA'].includes(one.tagName);
  })
  .map(one => `${one.className || one.tagName}: ${one.textContent.trim().slice(0, 40)}`)"""

#: Targets of the main actions that are lower than a thumb needs.
LOW = """() => [...document.querySelectorAll(
    'main .btn, .dock-link, .dock summary, .demo-bar button, .line-tabs a, .tally a')]
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().height > 1)
  .filter(one => one.getBoundingClientRect().height < 43.5)
  .map(one => `${one.textContent.trim().slice(0, 20)}: ${one.getBoundingClientRect().height}`)"""

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

#: The smallest type of the diagram's labels on the screen, in px.
SMALLEST_LABEL = """() => Math.min(
  ...[...document.querySelectorAll('.djs-label')].map(one => {
    const {a, b} = one.getScreenCTM();
    return parseFloat(getComputedStyle(one).fontSize) * Math.hypot(a, b);
  }))"""

#: Whether the mark of bpmn.io is drawn and what one sees at its middle belongs to it.
MARK_IS_FREE = """() => {
  const mark = document.querySelector('.bjs-powered-by');
  mark.scrollIntoView({block: 'center'});
  const box = mark.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.width > 20 && box.height > 8 && mark.contains(seen);
}"""


def troubles_of(page: Page, width: int) -> list[str]:
    """Return what is wrong with the screen as it stands."""
    found = [f"cut off: {text}" for text in page.evaluate(CUT_OFF)]
    if page.evaluate(SIDEWAYS) > 0:
        found.append(f"scrolls sideways by {page.evaluate(SIDEWAYS)} px")
    if width < 500:
        found += [f"too low: {text}" for text in page.evaluate(LOW)]
    return found
