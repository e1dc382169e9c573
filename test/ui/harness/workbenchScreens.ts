// Pictures of every point of workbenchPoints.ts in each theme and width.
import path from 'node:path';
import { build } from '../../../scripts/build.mjs';
import { startWorkbench, themeName, type Theme, type Workbench } from '../../helpers/workbench.ts';
import { points, type Point, type Stage } from './workbenchPoints.ts';

const sizes = { 400: 800, 1040: 720, 1600: 900 } as const;
const themes = { light: 'Light', dark: 'Dark', highContrast: 'Contrast' } as const satisfies Partial<
  Record<Theme, string>
>;

/** @param wanted the names of points; all where there are none */
export async function takeWorkbench(folder: string, wanted: readonly string[]): Promise<void> {
  const chosen = Object.entries(points).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  await build();
  const settings = { 'editor.minimap.enabled': false, 'breadcrumbs.enabled': false };
  for (const theme of Object.keys(themes) as Theme[]) {
    const bare = chosen.filter(([, point]) => point.noFolder);
    if (bare.length === 0) break;
    const noFolder = { noFolder: true, settings: { ...settings, 'workbench.colorTheme': themeName('latest', theme) } };
    await inWorkbench(await startWorkbench(noFolder), folder, bare, [theme], false);
  }
  const others = chosen.filter(([, point]) => !point.noFolder);
  if (others.length > 0)
    await inWorkbench(await startWorkbench({ settings }), folder, others, Object.keys(themes) as Theme[], true);
}

async function inWorkbench(
  workbench: Workbench,
  folder: string,
  chosen: readonly (readonly [string, Point])[],
  shown: readonly Theme[],
  changes: boolean,
): Promise<void> {
  const stage: Stage = { workbench, later: [] };
  workbench.page.setDefaultTimeout(20_000);
  try {
    for (const [name, point] of chosen) {
      const widest = Math.max(...Object.keys(sizes).map(Number));
      await workbench.page.setViewportSize({ width: widest, height: 900 });
      const said = (error: unknown) => console.log(name, String(error).split('\n').slice(0, 3).join(' '));
      await point.set?.(stage).catch(said);
      for (const theme of shown) {
        if (changes) await workbench.setTheme(theme);
        for (const [width, height] of Object.entries(sizes)) {
          await workbench.page.setViewportSize({ width: Number(width), height });
          await point.act?.(stage).catch(said);
          // What moves into its place is there.
          await workbench.page.waitForTimeout(300);
          const file = `${name}${themes[theme as keyof typeof themes]}${width}.png`;
          await workbench.page.screenshot({ path: path.join(folder, file), animations: 'disabled' });
          for (const key of point.undo ?? []) await workbench.page.keyboard.press(key);
        }
      }
    }
  } finally {
    stage.later.forEach((end) => end());
    await workbench.dispose();
  }
}
