export { artifacts, referenceSuite, truthSuite, vectorSuite } from './suites.js';
