/** The type of the tab of answers, as package.json names it where the tab comes back. Apart from the view, which is loaded late. */
export const responseViewType = 'wirebench.response';
