import { embeddedPlace, keepSuite, mongoPlace } from '@evenground/testing';

keepSuite('MongoDB, from embedded', { from: embeddedPlace, to: mongoPlace, runs: 6 });
keepSuite('MongoDB, to embedded', { from: mongoPlace, to: embeddedPlace, runs: 3 });
