// The only file outside the layers: the package's own version.
// eslint-disable-next-line layers/arrows
export { version } from '../../package.json';
