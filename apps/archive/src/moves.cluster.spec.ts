import { allInOneClusterDeployment, moveSuite } from '@evenground/testing';

moveSuite(allInOneClusterDeployment);
