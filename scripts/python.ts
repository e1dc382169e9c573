/** The system's own Python, which has the packages that the system installs; another may come first on the path. */
export const python = '/usr/bin/python3';
