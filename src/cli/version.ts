// The one file that is outside the layers: what the package says of itself.
// eslint-disable-next-line layers/arrows
export { version } from '../../package.json';
