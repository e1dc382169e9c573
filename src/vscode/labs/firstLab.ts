/** Where the state of this machine keeps the lab that the next window of its folder opens. */
export const firstLabKey = 'wirebench.firstLab';

/** The first lab of a course, and the folder of the course: absolute paths. */
export interface FirstLab {
  readonly folder: string;
  readonly lab: string;
}
