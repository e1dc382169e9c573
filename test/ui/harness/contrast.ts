/**
 * Texts whose contrast with their ground is below 4.5 (WCAG 2.2, 1.4.3), with the contrast.
 *
 * @param of selector of elements that may have text of their own
 * @param except selector of what is not looked at, nor what is in it
 */
export function weakTexts(of: string, except: string): string[] {
  const channels = (color: string): [number, number, number, number] => {
    const [r = 0, g = 0, b = 0, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
    // What color-mix() gives has shares instead of bytes.
    const scale = color.startsWith('color(srgb ') ? 255 : 1;
    return [r * scale, g * scale, b * scale, a];
  };
  const over = (top: number[], under: number[]) =>
    top.slice(0, 3).map((value, i) => value * top[3]! + under[i]! * (1 - top[3]!));
  const luminance = (rgb: number[]) => {
    const [r, g, b] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element: Element | null): number[] => {
    const layers: number[][] = [];
    for (let one = element; one; one = one.parentElement) layers.push(channels(getComputedStyle(one).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const opacity = (element: Element | null): number =>
    element === null ? 1 : Number(getComputedStyle(element).opacity) * opacity(element.parentElement);
  return [...document.querySelectorAll(of)].flatMap((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
    if (!own || element.closest(except) || !(element as HTMLElement).offsetParent) return [];
    const under = ground(element);
    const [r, g, b, a] = channels(getComputedStyle(element).color);
    const text = over([r, g, b, a * opacity(element)], under);
    const [light, dark] = [luminance(text), luminance(under)].sort((a, b) => b - a) as [number, number];
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast < 4.5 ? [`${element.className} ${element.textContent.slice(0, 20)} ${contrast.toFixed(2)}`] : [];
  });
}
