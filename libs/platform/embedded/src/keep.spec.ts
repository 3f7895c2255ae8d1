import { embeddedPlace, keepSuite } from '@evenground/testing';

keepSuite('embedded', { from: embeddedPlace, to: embeddedPlace, runs: 40 });
