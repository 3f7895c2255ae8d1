export { ADAPTERS } from './adapters.js';
