/** The system's own Python, which has the packages of the system. Another Python may come first on the path. */
export const python = '/usr/bin/python3';
