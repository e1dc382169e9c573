/** An element with a class and, when given, a role. */
export function element(tag, className, role) {
  const made = document.createElement(tag);
  made.className = className;
  if (role !== undefined) made.setAttribute('role', role);
  return made;
}
/** Runs at most once a frame, however often it is asked for. */
export function perFrame(run) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      run();
    });
  };
}
