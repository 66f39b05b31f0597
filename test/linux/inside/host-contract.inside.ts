import { linuxHost } from '../../../main/host/linux/linux-host.ts';
import { describeHostContract } from '../../contract/host-contract.ts';

describeHostContract('a Linux system that may be changed', async () => linuxHost());
