// Pictures of every point of workbenchPoints.ts in each theme and width.
import path from 'node:path';
import { build } from '../../../scripts/build.ts';
import { startWorkbench, themeName, type Workbench } from '../../helpers/workbench.ts';
import { points, type Point, type Stage } from './workbenchPoints.ts';

const heights = { 1600: 900, 1040: 720, 400: 800 } as const;
type Width = keyof typeof heights;
const widths: readonly Width[] = [1600, 1040, 400];
/** The side bar's in a window that is not narrow: a narrow one takes most of it away, and gives nothing back. */
const sideBarWidth = 300;
const themes = { light: 'Light', dark: 'Dark', highContrast: 'Contrast' } as const;
const shownThemes = Object.keys(themes) as (keyof typeof themes)[];

type Points = readonly (readonly [string, Point])[];

/** @param wanted the names of points; all where there are none. The others are set up all the same: points build on them. */
export async function takeWorkbench(folder: string, wanted: readonly string[]): Promise<void> {
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  const all = Object.entries(points);
  const bare = all.filter(([name, point]) => point.noFolder && isWanted(name));
  const others = all.filter(([, point]) => !point.noFolder);
  await build();
  const settings = { 'editor.minimap.enabled': false, 'breadcrumbs.enabled': false };
  if (bare.length > 0)
    for (const theme of shownThemes) {
      // Without a folder there are no settings to change it by.
      const own = { ...settings, 'workbench.colorTheme': themeName('latest', theme) };
      await takeIn(await startWorkbench({ noFolder: true, settings: own }), bare, [theme], folder, isWanted);
    }
  if (others.some(([name]) => isWanted(name)))
    await takeIn(await startWorkbench({ settings }), others, shownThemes, folder, isWanted);
}

async function takeIn(
  workbench: Workbench,
  chosen: Points,
  inThemes: readonly (keyof typeof themes)[],
  folder: string,
  isWanted: (name: string) => boolean,
): Promise<void> {
  const stage: Stage = { workbench, later: [] };
  const { page } = workbench;
  page.setDefaultTimeout(30_000);
  try {
    for (const [name, point] of chosen) {
      const said = (error: unknown) => console.log(name, String(error).split('\n').slice(0, 3).join(' '));
      await resize(workbench, 1600, point);
      await point.set?.(stage).catch(said);
      if (!isWanted(name)) continue;
      for (const theme of inThemes) {
        if (inThemes.length > 1) await workbench.setTheme(theme);
        for (const width of widths) {
          await resize(workbench, width, point);
          await point.act?.(stage).catch(said);
          // What moves into its place is there.
          await page.waitForTimeout(300);
          const file = path.join(folder, `${name}${themes[theme]}${width}.png`);
          await page.screenshot({ path: file, animations: 'disabled' });
          for (const key of point.undo ?? []) await page.keyboard.press(key);
        }
      }
    }
  } finally {
    stage.later.forEach((end) => end());
    await workbench.dispose();
  }
}

async function resize(workbench: Workbench, width: Width, { beside }: Point): Promise<void> {
  const { page, sideBar } = workbench;
  await page.setViewportSize({ width, height: heights[width] });
  const hidden = beside === true && width === 400;
  if ((await sideBar.isVisible()) === hidden) await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  const box = hidden || width === 400 ? null : await sideBar.boundingBox();
  if (box === null || Math.abs(box.width - sideBarWidth) < 20) return;
  await page.mouse.move(box.x + box.width + 1, 450);
  await page.mouse.down();
  await page.mouse.move(box.x + sideBarWidth, 450, { steps: 8 });
  await page.mouse.up();
}
