import { damagedLogSuite, embeddedBackend, eventLogSuite, retentionSuite } from '@evenground/testing';

eventLogSuite('embedded', embeddedBackend);
retentionSuite('embedded', embeddedBackend);
damagedLogSuite('embedded', embeddedBackend);
