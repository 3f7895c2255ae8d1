import { damagedLogSuite, embeddedBackend, eventLogSuite } from '@evenground/testing';

eventLogSuite('embedded', embeddedBackend);
damagedLogSuite('embedded', embeddedBackend);
