/**
 * What a sharp eye would find wrong with a page as it stands; both functions run in the page.
 */

/** Text that is cut off, lies outside of the page or upon other text, and where it is. */
export function textOutOfPlace(): readonly string[] {
  const found: string[] = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const isHidden = (element: Element): boolean =>
    element.closest('.hidden, .skip, option, script, [hidden]') !== null || !element.checkVisibility();
  const inCharts = new Map<Element, { readonly text: string; readonly box: DOMRect }[]>();
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent?.trim() ?? '')
      .join(' ')
      .trim();
    if (text === '' || isHidden(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const chart = element.closest('svg');
    if (chart) inCharts.set(chart, [...(inCharts.get(chart) ?? []), { text, box: element.getBoundingClientRect() }]);
    for (const box of range.getClientRects()) {
      if (box.width === 0 || box.height === 0) continue;
      let isScrolled = false;
      for (let around: Element | null = element; around && around !== document.body; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (overflowX === 'visible' && overflowY === 'visible') continue;
        if ((overflowX === 'auto' || overflowX === 'scroll') && (around as HTMLElement).tabIndex >= 0) {
          isScrolled = true; // by keyboard too
          break;
        }
        if (around instanceof HTMLSelectElement || around instanceof HTMLTextAreaElement) continue;
        const edge = around.getBoundingClientRect();
        const isCut =
          box.left < edge.left - 1 ||
          box.right > edge.right + 1 ||
          box.top < edge.top - 1 ||
          box.bottom > edge.bottom + 1;
        if (isCut) found.push(`cut off: "${text}" in ${around.tagName}.${around.getAttribute('class') ?? ''}`);
      }
      if (!isScrolled && (box.right > wide + 1 || box.left < -1)) found.push(`outside: "${text}"`);
    }
  }
  for (const texts of inCharts.values())
    texts.forEach((one, at) => {
      for (const other of texts.slice(at + 1)) {
        const [a, b] = [one.box, other.box];
        const isApart =
          a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
        if (!isApart) found.push(`upon one another: "${one.text}" and "${other.text}"`);
      }
    });
  return [...new Set(found)];
}

/** What has the focus: its name, and whether an eye can tell that it has it. */
export function focusSeen(): { readonly name: string; readonly tag: string; readonly isSeen: boolean } {
  const focused = document.activeElement as HTMLElement | null;
  if (focused === null || focused === document.body) return { name: '', tag: 'BODY', isSeen: true };
  const labels = (focused as HTMLInputElement).labels;
  const byId = focused
    .getAttribute('aria-labelledby')
    ?.split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');
  const name =
    focused.getAttribute('aria-label') ??
    byId ??
    (labels && labels.length > 0 ? labels[0]!.querySelector('span')?.textContent || labels[0]!.textContent : null) ??
    focused.textContent ??
    '';
  // A control that is drawn by its label shows the focus there.
  let isOutlined = false;
  for (
    let around: HTMLElement | null = focused, steps = 0;
    around && steps < 4;
    around = around.parentElement, steps++
  ) {
    const { outlineStyle, outlineWidth } = getComputedStyle(around);
    if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) isOutlined = true;
  }
  const box = (labels?.[0] ?? focused).getBoundingClientRect();
  const isInSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { name: name.trim(), tag: focused.tagName, isSeen: isOutlined && isInSight };
}
