import { clusterDeployment, moveSuite } from '@evenground/testing';

/** MOVE_COPIES: so many copies of each of the five services. */
moveSuite(clusterDeployment(Number(process.env['MOVE_COPIES'] ?? '1')));
